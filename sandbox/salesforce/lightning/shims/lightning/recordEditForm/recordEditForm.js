import { LightningElement, api } from 'lwc';
import { createRecord, fetchRecord, findField, updateRecord } from 'page/records';

export default class RecordEditForm extends LightningElement {
    @api recordId;
    @api objectApiName;
    @api density;
    edited = {};

    async handleField(event) {
        event.stopPropagation();
        const { name, receive } = event.detail;
        if (!this.recordId) return;
        const record = await fetchRecord({ recordId: this.recordId, optionalFields: [`${this.objectApiName}.${name}`] });
        receive(findField(record, name));
    }
    handleChange(event) {
        event.stopPropagation();
        this.edited[event.detail.name] = event.detail.value;
    }
    handleSubmit(event) {
        event.preventDefault();
        const submit = new CustomEvent('submit', { cancelable: true, detail: { fields: { ...this.edited } } });
        if (this.dispatchEvent(submit)) this.submit(this.edited);
    }
    @api async submit(fields = this.edited) {
        try {
            const saved = this.recordId
                ? await updateRecord({ fields: { Id: this.recordId, ...fields } })
                : await createRecord({ apiName: this.objectApiName, fields });
            this.dispatchEvent(new CustomEvent('success', { detail: saved }));
        } catch (error) {
            this.dispatchEvent(new CustomEvent('error', { detail: { message: error.body?.message, output: error.body?.output } }));
        }
    }
}
