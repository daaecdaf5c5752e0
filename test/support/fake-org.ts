import type { Deal, DealNotice, OrgPort, Refusal } from '../../server/salesforce/org-port.ts';

export const sampleDeal = (change: Partial<Deal> = {}): Deal => ({
  id: '006000000000001AAA', name: 'Pumps', stage: 'Closed Won', recordType: null, isWon: true, cycle: 0, amount: '120', currency: 'USD', customerPurchaseOrder: 'PO-7', closeDate: '2026-11-01', ownerName: 'Robin Rep', orderNumber: null,
  account: { id: '001000000000001AAA', name: 'Contoso', customerNumber: 'C-1', company: 'usmf', connection: 'fno', taxId: null, street: null, city: null, state: null, postalCode: null, country: 'United States', phone: null, website: null },
  lines: [
    { id: '00k000000000001AAA', productName: 'Pump', itemNumber: 'P-1', description: null, quantity: '2', unitPrice: '50', discountPercent: null, serviceDate: null },
    { id: '00k000000000002AAA', productName: 'Valve', itemNumber: 'V-1', description: null, quantity: '1', unitPrice: '20', discountPercent: '10', serviceDate: null },
  ],
  moreLines: false,
  ...change,
});

export interface FakeOrg {
  port: OrgPort;
  told: DealNotice[];
  /** What Salesforce answers to the next writes. */
  refuse: Refusal;
  deal: Deal | null;
}

/** A Salesforce org in memory behind the org port. */
export function createFakeOrg(deal: Deal | null): FakeOrg {
  const org: FakeOrg = {
    told: [], refuse: null, deal,
    port: {
      readDeal: async () => org.deal,
      newOutboxRows: async () => [],
      wonDealsAfter: async () => [],
      tellDeals: async (notices) => notices.map((notice) => {
        if (org.refuse === null) org.told.push(notice);
        return org.refuse;
      }),
      tellAccount: async (_id, place) => {
        if (org.deal?.account) org.deal = { ...org.deal, account: { ...org.deal.account, customerNumber: place.customerNumber } };
        return null;
      },
    },
  };
  return org;
}
