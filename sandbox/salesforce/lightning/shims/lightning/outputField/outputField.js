import { LightningElement, api } from 'lwc';

const nameOf = (field) => (typeof field === 'string' ? field : field?.fieldApiName);
export default class OutputField extends LightningElement {
    @api fieldName;
    @api variant;
    field;
    get content() { return this.field?.displayValue ?? this.field?.value; }
    get label() { return nameOf(this.fieldName)?.replace(/__c$/, '').replaceAll('_', ' '); }
    connectedCallback() {
        const detail = { name: nameOf(this.fieldName), receive: (field) => { this.field = field; } };
        this.dispatchEvent(new CustomEvent('pagefield', { bubbles: true, composed: true, detail }));
    }
}
