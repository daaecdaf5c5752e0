import { LightningElement, api } from 'lwc';
import { runQuery } from 'page/metadata';
import { sentenceOf } from 'page/records';

const LISTS = {
    OpportunityLineItems: {
        title: 'Products',
        icon: 'standard:product',
        soql: (id) => `SELECT Id, Product2.Name, ProductCode, Quantity, UnitPrice, TotalPrice FROM OpportunityLineItem WHERE OpportunityId = '${id}' ORDER BY SortOrder NULLS LAST, CreatedDate LIMIT 200`,
        columns: [
            { label: 'Product', fieldName: 'product', wrapText: true },
            { label: 'Code', fieldName: 'ProductCode' },
            { label: 'Quantity', fieldName: 'Quantity', type: 'number' },
            { label: 'Sales Price', fieldName: 'UnitPrice', type: 'currency', typeAttributes: { currencyCode: 'USD' } },
            { label: 'Total', fieldName: 'TotalPrice', type: 'currency', typeAttributes: { currencyCode: 'USD' } },
        ],
        toRow: (line) => ({ ...line, product: line.Product2?.Name }),
    },
    Contacts: {
        title: 'Contacts',
        icon: 'standard:contact',
        soql: (id) => `SELECT Id, Name, Title, Email FROM Contact WHERE AccountId = '${id}' ORDER BY Name LIMIT 200`,
        columns: [{ label: 'Name', fieldName: 'Name' }, { label: 'Title', fieldName: 'Title' }, { label: 'Email', fieldName: 'Email', type: 'email' }],
        toRow: (row) => row,
    },
    Opportunities: {
        title: 'Opportunities',
        icon: 'standard:opportunity',
        soql: (id) => `SELECT Id, Name, StageName, CloseDate, Amount FROM Opportunity WHERE AccountId = '${id}' ORDER BY CloseDate DESC LIMIT 200`,
        columns: [
            { label: 'Opportunity', fieldName: 'href', type: 'url', typeAttributes: { label: { fieldName: 'Name' } }, wrapText: true },
            { label: 'Stage', fieldName: 'StageName' },
            { label: 'Close Date', fieldName: 'CloseDate', type: 'date-local' },
            { label: 'Amount', fieldName: 'Amount', type: 'currency', typeAttributes: { currencyCode: 'USD' } },
        ],
        toRow: (row) => ({ ...row, href: `/lightning/r/Opportunity/${row.Id}/view` }),
    },
};

/** A plain related list; the ones of other objects are named as not simulated. */
export default class RelatedListSingleContainer extends LightningElement {
    @api recordId;
    @api relatedListApiName;
    rows;
    failure;

    async connectedCallback() {
        if (!this.list) return;
        try {
            this.rows = (await runQuery(this.list.soql(this.recordId))).map(this.list.toRow);
        } catch (error) {
            this.failure = sentenceOf(error);
        }
    }
    get list() { return LISTS[this.relatedListApiName]; }
    get heading() { return this.list ? `${this.list.title} (${this.rows?.length ?? 0})` : this.relatedListApiName; }
    get icon() { return this.list?.icon ?? 'standard:related_list'; }
    get isEmpty() { return this.rows?.length === 0; }
    get hasRows() { return this.rows?.length > 0; }
}
