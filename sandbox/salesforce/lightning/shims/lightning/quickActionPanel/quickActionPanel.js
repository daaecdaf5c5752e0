import { LightningElement, api } from 'lwc';

export default class QuickActionPanel extends LightningElement {
    @api header;
    hasFooter = false;

    get footerClass() { return this.hasFooter ? 'slds-modal__footer' : 'slds-hide'; }
    handleFooter(event) { this.hasFooter = event.target.assignedElements().length > 0; }
}
