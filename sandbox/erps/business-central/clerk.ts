import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { ODataProblem } from '../odata/problem.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import type { Books } from './books.ts';
import { pay, postInvoice, postShipment } from './postings.ts';
import { dialog } from './problems.ts';
import { findWhere, numberOf, tableOf, type World } from './world.ts';

const targets = ['Draft', 'In_x0020_Review', 'Open', 'PartlyShipped', 'PartlyInvoiced', 'Shipped', 'Paid'] as const;
/** `quantity` of the line with this sequence is shipped now; `promised` is the new date of what is left of it. */
const lineShape = z.strictObject({ line: z.number().int(), quantity: z.number().positive().optional(), promised: z.iso.date().optional() });
const shape = z.strictObject({ to: z.enum(targets), lines: z.array(lineShape).default([]) });
type Work = z.output<typeof shape>;

/** The clerk's work on orders, which v2.0 has no route for: `POST /__sandbox/orders/{company}/{number}/advance {to, lines}`. */
export function answerClerk(world: World, request: WireRequest): WireReply | undefined {
  const match = /^\/__sandbox\/orders\/([^/]+)\/([^/]+)\/advance$/.exec(decodeURIComponent(request.path));
  if (!match || request.method !== 'POST') return undefined;
  const [company = '', number = ''] = match.slice(1);
  const parsed = shape.safeParse(JSON.parse(request.text));
  if (!parsed.success) return { status: 400, body: { message: `Expected {"to": "${targets.join('" | "')}", "lines"?: [{"line": 10000, "quantity"?: 3, "promised"?: "2026-12-15"}]}` } };
  try {
    world.store.transact((writer) => work({ world, company }, number, parsed.data, writer));
  } catch (cause) {
    if (cause instanceof ODataProblem) return { status: cause.status === 404 ? 404 : 409, body: { message: cause.message } };
    throw cause;
  }
  return { status: 200, body: { order: number, status: parsed.data.to } };
}

function work(books: Books, number: string, asked: Work, writer: Writer): void {
  if (asked.to === 'Paid') return takeMoney(books, number, writer);
  const order = findWhere(books.world, 'salesOrders', books.company, 'number', number)[0];
  if (!order) throw new ODataProblem(404, 'order', `No order ${number} in ${books.company}`);
  const lines = findWhere(books.world, 'salesOrderLines', books.company, 'documentId', order.row['id']);
  const unknown = asked.lines.find(({ line }) => lines.every(({ row }) => row['sequence'] !== line));
  if (unknown) throw dialog(`The order has no line ${unknown.line}.`);
  const parts = lines.map((line) => ({ line, ships: shipsOf(line.row, asked), invoices: 0 })).map((part) => ({ ...part, invoices: asked.to === 'PartlyInvoiced' ? numberOf(part.line.row, 'shippedQuantity') + part.ships - numberOf(part.line.row, 'invoicedQuantity') : 0 }));
  postShipment(books, order.row, parts.map(({ line, ships }) => ({ line: line.row, quantity: ships })), writer);
  const invoiced = parts.filter(({ invoices }) => invoices > 0);
  if (invoiced.length > 0) postInvoice(books, order.row, invoiced.map(({ line, invoices }) => ({ line: line.row, quantity: invoices })), writer);
  else if (asked.to === 'PartlyInvoiced') throw dialog('There is nothing to post because the document does not contain a quantity or amount.');
  for (const { line, ships, invoices } of parts) writer.update(tableOf(books.world, 'salesOrderLines'), line, lineAfter(line.row, ships, invoices, asked));
  const isPosted = asked.to !== 'Draft' && asked.to !== 'In_x0020_Review' && asked.to !== 'Open';
  const isWhole = parts.every(({ line, ships }) => numberOf(line.row, 'shippedQuantity') + ships === numberOf(line.row, 'quantity'));
  writer.update(tableOf(books.world, 'salesOrders'), order, { status: isPosted ? 'Open' : asked.to, ...(isPosted && { fullyShipped: isWhole }), lastModifiedDateTime: new Date().toISOString() });
}

function shipsOf(line: Row, { to, lines }: Work): number {
  const open = numberOf(line, 'quantity') - numberOf(line, 'shippedQuantity');
  if (to === 'Shipped') return open;
  const quantity = lines.find((one) => one.line === line['sequence'])?.quantity ?? 0;
  if (quantity > open) throw dialog(`You cannot ship more than ${open} units.`);
  return to === 'PartlyShipped' || to === 'PartlyInvoiced' ? quantity : 0;
}

function lineAfter(line: Row, ships: number, invoices: number, { lines }: Work): Row {
  const promised = lines.find((one) => one.line === line['sequence'])?.promised;
  const [shippedQuantity, invoicedQuantity] = [numberOf(line, 'shippedQuantity') + ships, numberOf(line, 'invoicedQuantity') + invoices];
  return { shippedQuantity, invoicedQuantity, shipQuantity: numberOf(line, 'quantity') - shippedQuantity, ...(promised !== undefined && { shipmentDate: promised }) };
}

/** Orders are gone by then: the invoices that name the order are paid. */
function takeMoney(books: Books, number: string, writer: Writer): void {
  const open = findWhere(books.world, 'salesInvoices', books.company, 'orderNumber', number).filter((invoice: Stored) => invoice.row['status'] === 'Open');
  if (open.length === 0) throw dialog(`No open invoice is for order ${number}.`);
  for (const invoice of open) pay(books, invoice, writer);
}
