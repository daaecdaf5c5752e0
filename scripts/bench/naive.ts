import type { Connection } from 'jsforce';
import type { Stack } from '../setup/stack.ts';
import { connectOrg } from './deals.ts';
import { signInToErp, type ErpClient } from './far-end.ts';

/** As many as Crossledger works on beside open pages at a connection's usual eight requests at once. */
export const NAIVE_AT_ONCE = 6;

interface DealRow {
  Id: string;
  Name: string;
  Account: { ERP_Customer_Number__c: string };
  OpportunityLineItems: { records: { Id: string; Quantity: number; UnitPrice: number; Product2: { ERP_Item_Number__c: string } }[] };
}

/**
 * What a script does that stores nothing, looks nothing up and never repeats: reads the deal, posts the header and each line, writes the
 * number back. Whatever is lost on the way is lost, or doubled. Returns the seconds for all deals.
 */
export async function sendNaively(stack: Stack, deals: readonly string[], atOnce = NAIVE_AT_ONCE): Promise<number> {
  const [org, fno] = [connectOrg(stack), await signInToErp(stack.endpoints.fno)];
  const startedAt = performance.now();
  const waiting = deals.values();
  const work = async (): Promise<void> => {
    for (const deal of waiting) await sendOne(org, fno, deal);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - startedAt) / 1000;
}

async function sendOne(org: Connection, fno: ErpClient, dealId: string): Promise<void> {
  const lines = '(SELECT Id, Quantity, UnitPrice, Product2.ERP_Item_Number__c FROM OpportunityLineItems)';
  const [deal] = (await org.query<DealRow>(`SELECT Id, Name, Account.ERP_Customer_Number__c, ${lines} FROM Opportunity WHERE Id = '${dealId}'`)).records;
  if (deal === undefined) throw new Error(`No deal ${dealId}`);
  const customer = deal.Account.ERP_Customer_Number__c;
  const header = await fno.post('/data/SalesOrderHeadersV2', {
    dataAreaId: 'usmf', OrderingCustomerAccountNumber: customer, InvoiceCustomerAccountNumber: customer, CurrencyCode: 'USD', SalesOrderName: deal.Name, CustomersOrderReference: deal.Id,
  });
  const { SalesOrderNumber } = JSON.parse(header) as { SalesOrderNumber: string };
  for (const line of deal.OpportunityLineItems.records) {
    await fno.post('/data/SalesOrderLines', {
      dataAreaId: 'usmf', SalesOrderNumber, ItemNumber: line.Product2.ERP_Item_Number__c, OrderedSalesQuantity: line.Quantity, SalesPrice: line.UnitPrice, ShippingSiteId: '1', ShippingWarehouseId: '13',
    });
  }
  await org.sobject('Opportunity').update({ Id: deal.Id, ERP_Order_Number__c: SalesOrderNumber, ERP_Order_Status__c: 'In ERP' } as never);
}
