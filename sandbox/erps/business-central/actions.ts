import type { WireReply } from '../../common/wire.ts';
import type { Stored } from '../odata/table.ts';
import type { Call } from './call.ts';
import { postInvoice, postShipment } from './postings.ts';
import { dialog } from './problems.ts';
import { findWhere, numberOf, tableOf } from './world.ts';

/** Posts what is left of the order; afterwards it no longer exists (business-central.md §1, 9). */
export function shipAndInvoice(call: Call, order: Stored): WireReply {
  const lines = findWhere(call.world, 'salesOrderLines', call.company, 'documentId', order.row['id']);
  if (lines.length === 0) throw dialog('There is nothing to post because the document does not contain a quantity or amount.');
  const rest = (posted: string) => lines.map(({ row }) => ({ line: row, quantity: numberOf(row, 'quantity') - numberOf(row, posted) }));
  call.transact((writer) => {
    postShipment(call, order.row, rest('shippedQuantity'), writer);
    postInvoice(call, order.row, rest('invoicedQuantity'), writer);
    for (const line of lines) writer.remove(tableOf(call.world, 'salesOrderLines'), line);
    writer.remove(tableOf(call.world, 'salesOrders'), order);
  });
  return { status: 204, headers: { 'odata-version': '4.0' } };
}
