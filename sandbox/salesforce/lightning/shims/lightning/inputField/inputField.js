import { LightningElement, api } from 'lwc';

const nameOf = (field) => (typeof field === 'string' ? field : field?.fieldApiName);
export default class InputField extends LightningElement {
    @api fieldName;
    @api variant;
    @api required = false;
    @api disabled = false;
    @api value;
    get label() { return nameOf(this.fieldName)?.replace(/__c$/, '').replaceAll('_', ' '); }
    connectedCallback() {
        const detail = { name: nameOf(this.fieldName), receive: (field) => { this.value ??= field?.value; } };
        this.dispatchEvent(new CustomEvent('pagefield', { bubbles: true, composed: true, detail }));
    }
    handleChange(event) {
        const detail = { name: nameOf(this.fieldName), value: event.detail.value };
        this.dispatchEvent(new CustomEvent('pagechange', { bubbles: true, composed: true, detail }));
    }
}
