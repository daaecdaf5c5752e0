import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { Writer } from '../odata/store.ts';
import type { Row, Stored } from '../odata/table.ts';
import { noon } from './dialect.ts';
import { deliver, deliveredOf, invoice, invoicedOf, pay } from './postings.ts';
import { findRecord, numberOf, recordsWhere, tableOf, textOf, type World } from './world.ts';

const targets = ['Confirmed', 'Picked', 'PartiallyDelivered', 'PartiallyInvoiced', 'Delivered', 'Invoiced', 'Paid'] as const;
type Target = (typeof targets)[number];
/** `quantity` of a line is delivered now; `promised` is the new date of what is left of it. */
const lineShape = z.strictObject({ line: z.number().int(), quantity: z.number().positive().optional(), promised: z.iso.date().optional() });
const shape = z.strictObject({ to: z.enum(targets), lines: z.array(lineShape).default([]) });
type Work = z.output<typeof shape>;

/** How far an order is; parts may follow one another. */
const ranks: Readonly<Record<string, number>> = { Active: 0, Confirmed: 1, Picked: 2, PartiallyDelivered: 3, PartiallyInvoiced: 3, Delivered: 4, DeliveredPartiallyInvoiced: 4, Invoiced: 5, Paid: 6 };
const isPart = (to: Target): boolean => to === 'PartiallyDelivered' || to === 'PartiallyInvoiced';

/** The work of the ERP's own clerks: confirm, pick, deliver and invoice, wholly or in parts, and take the money, which has no public OData route (fno.md §5). */
export function answerAdvance(world: World, request: WireRequest): WireReply | undefined {
  const match = /^\/__sandbox\/orders\/([^/]+)\/([^/]+)\/advance$/.exec(decodeURIComponent(request.path));
  if (!match || request.method !== 'POST') return undefined;
  const [, company, number] = match;
  const parsed = shape.safeParse(JSON.parse(request.text));
  if (!parsed.success) return { status: 400, body: { message: `Expected {"to": "${targets.join('" | "')}", "lines"?: [{"line": 1, "quantity"?: 3, "promised"?: "2026-12-15"}]}` } };
  const order = findRecord(world, 'SalesOrderHeadersV2', { dataAreaId: company, SalesOrderNumber: number });
  if (!order) return { status: 404, body: { message: `No order ${number ?? ''} in ${company ?? ''}` } };
  const lines = recordsWhere(world, 'SalesOrderLines', 'SalesOrderNumber', order.row['SalesOrderNumber'], order.row['dataAreaId']);
  const refusal = refuse(world, order, lines, parsed.data);
  if (refusal !== undefined) return { status: 409, body: { message: refusal } };
  const posted = world.store.transact((writer) => move(world, order, lines, parsed.data, writer));
  return { status: 200, body: { order: number, status: parsed.data.to, ...(posted !== undefined && { invoice: posted }) } };
}

function refuse(world: World, order: Stored, lines: readonly Stored[], { to, lines: asked }: Work): string | undefined {
  const { row } = order;
  if (row['IsSalesProcessingStopped'] === 'Yes') return 'The order is on hold.';
  const [now, then] = [ranks[textOf(row, 'SalesOrderProcessingStatus')] ?? 0, ranks[to] ?? 0];
  if (isPart(to) ? now > then : now >= then) return `The order is already ${textOf(row, 'SalesOrderProcessingStatus')}.`;
  if (to === 'Paid' && now < (ranks['Invoiced'] ?? 0)) return 'The order is not invoiced.';
  const hold = findRecord(world, 'CustomersV3', { dataAreaId: row['dataAreaId'], CustomerAccount: row['InvoiceCustomerAccountNumber'] })?.row['OnHoldStatus'];
  if (then >= 3 && to !== 'Paid' && (hold === 'All' || hold === 'Invoice')) return `The customer is on hold: ${String(hold)}.`;
  for (const { line, quantity = 0 } of asked) {
    const found = lines.find((one) => one.row['LineNumber'] === line);
    if (!found) return `The order has no line ${line}.`;
    if (quantity > 0 && !isPart(to)) return `${to} delivers whole lines.`;
    if (deliveredOf(found.row) + quantity > numberOf(found.row, 'OrderedSalesQuantity')) return `Of line ${line} less than ${quantity} is open.`;
  }
  const toInvoice = lines.some((line) => deliveredOf(line.row) > invoicedOf(line.row)) || asked.some(({ quantity }) => quantity !== undefined);
  if (to === 'PartiallyInvoiced' && !toInvoice) return 'Nothing is delivered that is not invoiced.';
  return to === 'PartiallyDelivered' && !asked.some(({ quantity }) => quantity !== undefined) ? 'Nothing is to be delivered.' : undefined;
}

function move(world: World, order: Stored, lines: readonly Stored[], work: Work, writer: Writer): string | undefined {
  const { to } = work;
  if (to === 'Paid') return pay(world, order.row, writer);
  const parts = lines.map((line) => partOf(line, order.row, work));
  for (const { line, delivers } of parts) if (delivers > 0) deliver(world, line.row, delivers, writer);
  const invoiced = parts.filter(({ invoices }) => invoices > 0);
  const number = invoiced.length > 0 ? invoice(world, order.row, invoiced.map(({ line, invoices }) => ({ line: line.row, quantity: invoices })), writer) : undefined;
  const statuses = parts.map(({ line, delivers, invoices, dates }) => {
    const [delivered, posted] = [deliveredOf(line.row) + delivers, invoicedOf(line.row) + invoices];
    const status = statusOf(line.row, delivered, posted);
    writer.update(tableOf(world, 'SalesOrderLines'), line, { SalesOrderLineStatus: status, _delivered: delivered, _invoiced: posted, ...dates });
    return status;
  });
  const isInvoicedInPart = to === 'Delivered' && lines.some((line) => invoicedOf(line.row) > 0);
  writer.update(tableOf(world, 'SalesOrderHeadersV2'), order, {
    SalesOrderProcessingStatus: isInvoicedInPart ? 'DeliveredPartiallyInvoiced' : to,
    SalesOrderStatus: to === 'Delivered' || to === 'Invoiced' ? to : statuses.every((status) => status !== 'Backorder') && isPart(to) ? 'Delivered' : 'Backorder',
    ...(to === 'Confirmed' && { ConfirmedShippingDate: order.row['RequestedShippingDate'] }),
  });
  return number;
}

interface LinePart {
  readonly line: Stored;
  readonly delivers: number;
  readonly invoices: number;
  readonly dates: Row;
}

/** What this work delivers and invoices of one line. */
function partOf(line: Stored, order: Row, { to, lines: asked }: Work): LinePart {
  const wanted = asked.find((one) => one.line === line.row['LineNumber']);
  const rest = numberOf(line.row, 'OrderedSalesQuantity') - deliveredOf(line.row);
  const delivers = to === 'Delivered' || to === 'Invoiced' ? rest : (wanted?.quantity ?? 0);
  const invoices = to === 'Invoiced' || to === 'PartiallyInvoiced' ? deliveredOf(line.row) + delivers - invoicedOf(line.row) : 0;
  const promised = wanted?.promised === undefined ? (to === 'Confirmed' ? (line.row['RequestedShippingDate'] ?? order['RequestedShippingDate']) : undefined) : noon(wanted.promised);
  return { line, delivers, invoices, dates: promised === undefined ? {} : { ConfirmedShippingDate: promised } };
}

function statusOf(line: Row, delivered: number, invoiced: number): string {
  const ordered = numberOf(line, 'OrderedSalesQuantity');
  if (delivered < ordered) return 'Backorder';
  return delivered === 0 ? textOf(line, 'SalesOrderLineStatus') : invoiced < ordered ? 'Delivered' : 'Invoiced';
}
