import { LightningElement, api } from 'lwc';
import { CloseActionScreenEvent } from 'lightning/actions';
import heading from '@salesforce/label/c.Send_To_Erp';
import checkHeading from '@salesforce/label/c.Check_Heading';

/** Send to ERP as a quick action of the deal, and as a card on its page. */
export default class SendToErp extends LightningElement {
    @api recordId;
    /** Set by the page: a card whose check begins with a click. An action leaves it unset. */
    @api isCard = false;
    /** Leaves sending and deciding out. */
    @api justChecks = false;

    get heading() {
        return this.justChecks ? checkHeading : heading;
    }

    handleClose() {
        this.dispatchEvent(new CloseActionScreenEvent());
    }
}
