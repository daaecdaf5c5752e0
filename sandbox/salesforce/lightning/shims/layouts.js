// Which fields the standard components show: stands in for compact layouts, page layouts and list views.
import { page } from './runtime.js';
import { say } from './words.js';

const prefix = page.namespace ? `${page.namespace}__` : '';
const own = (...names) => names.map((name) => `${prefix}${name}`);

const HIGHLIGHTS = {
    Account: ['Type', 'Phone', 'BillingCity', 'Owner.Name', ...own('ERP_Customer_Number__c')],
    Opportunity: ['Account.Name', 'CloseDate', 'Amount', 'StageName', 'Owner.Name'],
    Product2: ['ProductCode', 'Family', ...own('ERP_Item_Number__c')],
    Contact: ['Account.Name', 'Title', 'Phone', 'Email'],
};
const DETAILS = {
    Account: ['Name', 'AccountNumber', 'Type', 'Industry', 'Phone', 'Website', 'BillingStreet', 'BillingCity', 'BillingPostalCode', 'BillingCountry', 'Owner.Name', 'Description'],
    Opportunity: ['Name', 'Account.Name', 'StageName', 'CloseDate', 'Amount', 'Probability', 'Type', 'NextStep', 'Owner.Name', 'Description'],
    Product2: ['Name', 'ProductCode', 'Family', 'IsActive', 'Description'],
    Contact: ['Name', 'Account.Name', 'Title', 'Email', 'Phone'],
};
const LISTS = {
    Account: ['Type', 'BillingCity', 'BillingCountry', ...own('ERP_Customer_Number__c')],
    Opportunity: ['Account.Name', 'StageName', 'CloseDate', 'Amount', ...own('ERP_Order_Number__c')],
    Product2: ['ProductCode', 'Family', ...own('ERP_Item_Number__c')],
    Contact: ['Account.Name', 'Title', 'Email'],
};

export const highlightFields = (object) => HIGHLIGHTS[object] ?? [];
export const listFields = (object) => LISTS[object] ?? [];
/** Standard fields in the layout's order, then every custom field. */
export function detailFields(info) {
    const custom = Object.values(info.fields).filter((field) => /__c$/.test(field.apiName)).map((field) => field.apiName);
    return [...(DETAILS[info.apiName] ?? ['Name']).filter((path) => knownField(info, path)), ...custom];
}

/** Description of the field behind a path; a path through a lookup takes the lookup's own. */
export function knownField(info, path) {
    const [first, rest] = path.split('.');
    if (!rest) return info.fields[first] ?? null;
    return Object.values(info.fields).find((field) => field.relationshipName === first || field.apiName === `${first}Id`) ?? null;
}
/** The describe calls it by its API name; the platform's pages say "Stage". */
const SAID = { StageName: 'Stage' };
export const labelOf = (info, path) => say(SAID[path] ?? (knownField(info, path)?.label ?? path.split('.')[0]).replace(/ ID$/, ''));

const LABELS = { Account: 'Accounts', Opportunity: 'Opportunities', Contact: 'Contacts', Product2: 'Products' };
export const NAVIGATION = Object.entries(LABELS).map(([object, label]) => ({ object, label }));
