import { describe, expect, it } from 'vitest';
import { packageNames } from '../../server/salesforce/names.ts';
import { toDeal } from '../../server/salesforce/deal.ts';

const names = packageNames('');

describe('a deal with control characters', () => {
  it('loses them in everything that is compared, shown and stored; umlauts, emoji and line breaks stay', () => {
    const deal = toDeal({
      Id: '006000000000001AAA', Name: 'Grö\u0000ße\u0007 🚀\ud83d', StageName: 'Closed Won', Account: { Id: '001000000000001AAA', Name: '\u0001', BillingStreet: 'Lindenweg 1\nHinterhaus\u001b', ERP_Customer_Number__c: 'C-1\u0000' },
      OpportunityLineItems: { records: [{ Id: '00k000000000001AAA', Quantity: 1, UnitPrice: 2, Description: 'Wärme\u0000pumpe', Product2: { Name: 'Pumpe\u0002', ERP_Item_Number__c: 'P-1\u0000' } }] },
    }, names, 'EUR');
    expect([deal.name, deal.account?.name, deal.account?.street, deal.account?.customerNumber]).toEqual(['Größe 🚀', '', 'Lindenweg 1\nHinterhaus', 'C-1']);
    expect(deal.lines.map(({ description, productName, itemNumber }) => [description, productName, itemNumber])).toEqual([['Wärmepumpe', 'Pumpe', 'P-1']]);
  });
});
