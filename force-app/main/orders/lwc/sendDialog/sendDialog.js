import { api } from 'lwc';
import LightningModal from 'lightning/modal';

/** Send to ERP in a dialog over the page; resolves when it is closed. */
export default class SendDialog extends LightningModal {
    @api recordId;

    handleClose() {
        this.close();
    }
}
