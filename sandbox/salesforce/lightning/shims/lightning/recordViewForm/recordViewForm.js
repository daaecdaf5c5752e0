import { LightningElement, api } from 'lwc';
import { fetchRecord, findField } from 'page/records';

export default class RecordViewForm extends LightningElement {
    @api recordId;
    @api objectApiName;
    @api density;
    async handleField(event) {
        event.stopPropagation();
        const { name, receive } = event.detail;
        const record = await fetchRecord({ recordId: this.recordId, optionalFields: [`${this.objectApiName}.${name}`] });
        receive(findField(record, name));
    }
}
