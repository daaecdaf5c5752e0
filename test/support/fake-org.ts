import type { ChangedDeal, Deal, DealNotice, MergedAccount, OrgPort, Refusal } from '../../server/salesforce/org-port.ts';

export const sampleDeal = (change: Partial<Deal> = {}): Deal => ({
  id: '006000000000001AAA', name: 'Pumps', stage: 'Closed Won', recordType: null, isWon: true, isClosed: change.isWon ?? true, cycle: 0, amount: '120', currency: 'USD', customerPurchaseOrder: 'PO-7', discountPercent: '0', discountAmount: '0', charges: '0', closeDate: '2026-11-01', ownerName: 'Robin Rep', orderNumber: null,
  account: { id: '001000000000001AAA', name: 'Contoso', customerNumber: 'C-1', company: 'usmf', connection: 'fno', taxId: null, street: null, city: null, state: null, postalCode: null, country: 'United States', phone: null, website: null, person: null },
  lines: [
    { id: '00k000000000001AAA', productName: 'Pump', itemNumber: 'P-1', description: null, quantity: '2', unitPrice: '50', discountPercent: null, serviceDate: null, record: {} },
    { id: '00k000000000002AAA', productName: 'Valve', itemNumber: 'V-1', description: null, quantity: '1', unitPrice: '20', discountPercent: '10', serviceDate: null, record: {} },
  ],
  moreLines: false,
  record: {},
  ...change,
});

const numeric = (text: string | null): number | null => (text === null ? null : Number(text));

/** The deal with the plain values that Salesforce would give for it; what a test put into a record stays. */
export const withRecord = (deal: Deal): Deal => ({
  ...deal,
  record: {
    Opportunity: { Name: deal.name, CloseDate: deal.closeDate, ERP_Customer_PO__c: deal.customerPurchaseOrder, ...deal.record.Opportunity },
    Account: deal.account === null ? {} : {
      Name: deal.account.name, ERP_Tax_Id__c: deal.account.taxId, BillingStreet: deal.account.street, BillingCity: deal.account.city, BillingState: deal.account.state, BillingPostalCode: deal.account.postalCode,
      BillingCountry: deal.account.country, Phone: deal.account.phone, Website: deal.account.website, ...deal.record.Account,
    },
  },
  lines: deal.lines.map((line) => ({
    ...line,
    record: {
      OpportunityLineItem: { Quantity: Number(line.quantity), UnitPrice: Number(line.unitPrice), Discount: numeric(line.discountPercent), Description: line.description, ServiceDate: line.serviceDate, ...line.record.OpportunityLineItem },
      Product2: { Name: line.productName, ERP_Item_Number__c: line.itemNumber, ...line.record.Product2 },
    },
  })),
});

export interface FakeOrg {
  port: OrgPort;
  told: DealNotice[];
  /** What Salesforce answers to the next writes. */
  refuse: Refusal;
  deal: Deal | null;
  /** What was touched, in order. */
  changed: ChangedDeal[];
  merged: MergedAccount[];
  /** Accounts that were told their customer, by id. */
  toldAccounts: Map<string, string>;
}

/** A Salesforce org in memory behind the org port. */
export function createFakeOrg(deal: Deal | null): FakeOrg {
  const org: FakeOrg = {
    told: [], refuse: null, deal, changed: [], merged: [], toldAccounts: new Map(),
    port: {
      readDeal: async () => (org.deal === null ? null : withRecord(org.deal)),
      describe: async () => [],
      newOutboxRows: async () => [],
      accountsOf: async (dealIds) => new Map(dealIds.flatMap((id) => (org.deal?.account && org.deal.id === id ? [[id, org.deal.account.id] as const] : []))),
      wonDealsAfter: async () => [],
      changedDeals: async (place, limit) => org.changed.filter((change) => (place.id === null ? change.modifiedAt >= place.modifiedAt : change.modifiedAt > place.modifiedAt || (change.modifiedAt === place.modifiedAt && change.deal.id > place.id))).slice(0, limit),
      tellDeals: async (notices) => notices.map((notice) => {
        if (org.refuse === null) org.told.push(notice);
        return org.refuse;
      }),
      mergedAccounts: async (place) => (place.id === null ? org.merged.filter((one) => one.modifiedAt >= place.modifiedAt) : []),
      mergedAmong: async (ids) => org.merged.filter((one) => ids.includes(one.id)),
      tellAccount: async (id, place) => {
        org.toldAccounts.set(id, place.customerNumber);
        org.merged = org.merged.map((one) => (one.survivor?.id === id ? { ...one, survivor: { ...one.survivor, ...place } } : one));
        if (org.deal?.account) org.deal = { ...org.deal, account: { ...org.deal.account, customerNumber: place.customerNumber } };
        return null;
      },
    },
  };
  return org;
}
