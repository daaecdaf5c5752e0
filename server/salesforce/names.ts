/** API names of the package's fields, with the namespace that this org sees. */
export function packageNames(namespace: string) {
  const own = (name: string): string => (namespace === '' ? name : `${namespace}__${name}`);
  const prefix = `${namespace}__`;
  return {
    own,
    /** A field of the package without its namespace, as mappings write it; any other name as it is. */
    plain: (name: string): string => (namespace !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name),
    customerNumber: own('ERP_Customer_Number__c'), company: own('ERP_Company__c'), connection: own('ERP_Connection__c'), taxId: own('ERP_Tax_Id__c'),
    orderNumber: own('ERP_Order_Number__c'), orderStatus: own('ERP_Order_Status__c'), message: own('ERP_Message__c'), orderLink: own('ERP_Order_Link__c'),
    cycle: own('ERP_Cycle__c'), customerPo: own('ERP_Customer_PO__c'), charges: own('ERP_Charges__c'), discountPercent: own('ERP_Discount_Percent__c'), discountAmount: own('ERP_Discount_Amount__c'), itemNumber: own('ERP_Item_Number__c'),
    outbox: own('ERP_Outbox__c'), outboxRecord: own('Record_Id__c'), outboxCycle: own('Cycle__c'), outboxStatus: own('Status__c'), outboxOrg: own('Org_Id__c'),
  };
}
export type PackageNames = ReturnType<typeof packageNames>;
