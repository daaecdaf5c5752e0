import { CrossledgerError } from '../kernel/errors.ts';
import { isZero } from '../kernel/money.ts';
import type { Deal } from '../salesforce/org-port.ts';
import type { Place } from './place.ts';

/**
 * The deal with its charges as one more line, of the item that the connection names for them: F&O computes the charges of an order itself
 * and takes none over OData (fno.md §5), Business Central knows them as lines. The line's reference is the deal's id. Throws
 * order.charges-item when no item is named.
 */
export function withCharges(deal: Deal, { connection, company }: Place): Deal {
  const { charges } = deal;
  if (isZero(charges) || deal.lines.length === 0) return deal;
  const { chargesItem } = connection.companyDefaults(company);
  if (chargesItem === undefined) throw new CrossledgerError('order.charges-item', { amount: charges, currency: deal.currency, connection: connection.name, company });
  const record = {
    OpportunityLineItem: { Quantity: 1, UnitPrice: Number(charges), Discount: null, Description: CHARGES, ServiceDate: null },
    Product2: { Name: CHARGES, ERP_Item_Number__c: chargesItem },
  };
  return { ...deal, lines: [...deal.lines, { id: deal.id, productName: CHARGES, itemNumber: chargesItem, description: CHARGES, quantity: '1', unitPrice: charges, discountPercent: null, serviceDate: null, record }] };
}

const CHARGES = 'Charges';
