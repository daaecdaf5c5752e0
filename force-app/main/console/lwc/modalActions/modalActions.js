import { LightningElement, api } from 'lwc';
import LOADING from '@salesforce/label/c.Panel_Loading';

/** The row of buttons in the footer of a modal. */
export default class ModalActions extends LightningElement {
    /** Something is under way. */
    @api isBusy = false;

    loadingText = LOADING;
}
