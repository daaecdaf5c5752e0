import { orderEdit, type OrderEdit } from '../contract/exceptions.ts';
import type { Deal, DealLine, DealRecord } from '../salesforce/org-port.ts';

/** Planned values that an operator set instead of the deal's, as stored with the push. Money is not among them: it is the deal's own. */
export const overridesOf = (stored: unknown): OrderEdit => orderEdit.safeParse(stored).data ?? {};

/** A later edit adds to an earlier one, value by value. */
export const mergeEdits = (earlier: OrderEdit, later: OrderEdit): OrderEdit => {
  const ids = new Set([...Object.keys(earlier.lines ?? {}), ...Object.keys(later.lines ?? {})]);
  const lines = Object.fromEntries([...ids].map((id) => [id, { ...earlier.lines?.[id], ...later.lines?.[id] }]));
  return { ...earlier, ...later, ...(ids.size === 0 ? {} : { lines }) };
};

/** The deal as if it said what the operator set; whatever reads the deal, mappings included, then finds it there. */
export function editDeal(deal: Deal, stored: unknown): Deal {
  if (stored === null || stored === undefined) return deal;
  const edit = overridesOf(stored);
  const { customerNumber, customerPurchaseOrder, requestedDate } = edit;
  const account = deal.account === null || customerNumber === undefined ? deal.account : { ...deal.account, customerNumber };
  return {
    ...deal,
    account,
    ...(customerPurchaseOrder === undefined ? {} : { customerPurchaseOrder }),
    lines: deal.lines.map((line) => editLine(line, edit)),
    record: withValues(withValues(deal.record, 'Account', { ERP_Customer_Number__c: customerNumber }), 'Opportunity', { ERP_Customer_PO__c: customerPurchaseOrder, ERP_Requested_Date__c: requestedDate }),
  };
}

function editLine(line: DealLine, edit: OrderEdit): DealLine {
  const { itemNumber, requestedDate = edit.requestedDate } = edit.lines?.[line.id] ?? {};
  return {
    ...line,
    ...(itemNumber === undefined ? {} : { itemNumber }),
    ...(requestedDate === undefined ? {} : { serviceDate: requestedDate }),
    record: withValues(withValues(line.record, 'Product2', { ERP_Item_Number__c: itemNumber }), 'OpportunityLineItem', { ServiceDate: requestedDate }),
  };
}

/** Changes only objects that a mapping asked for. */
function withValues(record: DealRecord, scope: keyof DealRecord, values: Record<string, unknown>): DealRecord {
  const known = record[scope];
  const set = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  return known === undefined || Object.keys(set).length === 0 ? record : { ...record, [scope]: { ...known, ...set } };
}

/** The values that an operator may set, as they are planned. */
export interface EditableOrder {
  customerNumber: string | null;
  customerPurchaseOrder: string | null;
  lines: { line: string; product: string; quantity: string; itemNumber: string | null; requestedDate: string | null }[];
}

export const editableOf = (deal: Deal): EditableOrder => ({
  customerNumber: deal.account?.customerNumber ?? null,
  customerPurchaseOrder: deal.customerPurchaseOrder,
  lines: deal.lines.map((line) => ({ line: line.id, product: line.productName, quantity: line.quantity, itemNumber: line.itemNumber, requestedDate: line.serviceDate })),
});
