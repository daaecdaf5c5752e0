import { LightningElement, api } from 'lwc';
import { fetchObjectInfo, runQuery } from 'page/metadata';
import { knownField, labelOf, listFields } from 'page/layouts';
import { sentenceOf } from 'page/records';
import { formFactor } from 'page/runtime';

const TYPES = { Currency: 'currency', Date: 'date-local', Double: 'number', Percent: 'number' };
const PHONE_COLUMNS = 1;
const CURRENCY = { currencyCode: 'USD' };
const readPath = (record, path) => path.split('.').reduce((value, part) => value?.[part], record);

/** Records of an object with links, so that a person finds the one to open. */
export default class ObjectList extends LightningElement {
    @api objectApiName;
    rows;
    columns;
    heading = '';
    failure;
    search = '';

    async connectedCallback() {
        try {
            const info = await fetchObjectInfo(this.objectApiName);
            const paths = listFields(this.objectApiName).filter((path) => knownField(info, path));
            const shown = formFactor === 'Small' ? paths.slice(0, PHONE_COLUMNS) : paths;
            this.heading = info.labelPlural;
            this.columns = [
                { label: 'Name', fieldName: 'href', type: 'url', typeAttributes: { label: { fieldName: 'Name' } }, ...(formFactor === 'Small' ? {} : { initialWidth: 360 }) },
                ...shown.map((path) => ({ label: labelOf(info, path), fieldName: path, type: TYPES[knownField(info, path).dataType] ?? 'text', typeAttributes: CURRENCY })),
            ];
            const records = await runQuery(`SELECT ${['Id', 'Name', ...paths].join(', ')} FROM ${this.objectApiName} ORDER BY Name LIMIT 500`);
            this.rows = records.map((record) => ({
                ...Object.fromEntries(paths.map((path) => [path, readPath(record, path)])),
                Id: record.Id, Name: record.Name, href: `/lightning/r/${this.objectApiName}/${record.Id}/view`,
            }));
        } catch (error) {
            this.failure = sentenceOf(error);
        }
    }
    get shown() {
        const wanted = this.search.toLowerCase();
        return (this.rows ?? []).filter((row) => Object.values(row).some((value) => String(value ?? '').toLowerCase().includes(wanted)));
    }
    get loading() { return !this.rows && !this.failure; }
    get count() { return this.rows ? `${this.shown.length} items, sorted by name` : ''; }
    handleSearch(event) { this.search = event.detail.value; }
}
