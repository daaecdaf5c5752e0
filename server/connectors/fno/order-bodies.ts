import type { OrderDraft, OrderDraftLine } from '../../model/order.ts';
import type { ConnectionSettings } from '../connector.ts';
import { keyFields } from './order-row.ts';
import { companyId } from './wire.ts';

export type Body = Record<string, string | number | boolean>;

/** The header as it is created, with what the mapping made: held until the lines are read back and equal. */
export function headerBody(settings: ConnectionSettings, draft: OrderDraft): Body {
  const [keyField] = keyFields(settings);
  return { dataAreaId: companyId(draft.company), ...draft.fields, OrderingCustomerAccountNumber: draft.customerNumber, [keyField]: draft.key, IsSalesProcessingStopped: 'Yes' };
}

export const lineBody = (company: string, number: string, line: OrderDraftLine): Body => ({
  dataAreaId: companyId(company), SalesOrderNumber: number, ...line.fields, ItemNumber: line.itemNumber, OrderLineReference: line.reference,
});
