/** Objects of Salesforce whose fields a mapping can name. */
export const SOURCE_OBJECTS = ['Opportunity', 'Account', 'Owner', 'Contact', 'OpportunityLineItem', 'Product2', 'PricebookEntry', 'Crossledger'] as const;

/** What Crossledger itself knows of an order: sources `Crossledger.<name>`. Not every value exists for every object. */
export const CROSSLEDGER_VALUES = [
  'key', 'company', 'connection', 'contactId', 'customerName', 'customerNumber', 'invoiceAccount', 'currency', 'itemNumber', 'lineReference', 'site', 'warehouse', 'locationId', 'customerGroup',
  'countryAlpha2', 'countryAlpha3', 'partyNumber', 'partyType', 'reference', 'customerPurchaseOrder', 'requestedDate',
] as const;
