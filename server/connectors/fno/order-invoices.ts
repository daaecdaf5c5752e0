import * as z from 'zod';
import { compareDecimals, isZero, sum } from '../../kernel/money.ts';
import type { Order, OrderLine } from '../../model/order.ts';
import type { CallContext } from '../../net/http-client.ts';
import { and } from '../odata/filter.ts';
import { countPieces, hasBegun, ifTold, lastDay, orElse, withDays } from '../order-progress.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { readOrder } from './order.ts';
import { readByItems } from './product.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { openAmount, TRANSACTION_FIELDS, transactionRow } from './transaction.ts';
import { amount, date, key, text } from './wire.ts';

const headerRow = z.object({ InvoiceNumber: key, InvoiceDate: date, LedgerVoucher: key });
type Header = z.output<typeof headerRow>;
const HEADER_FIELDS = ['InvoiceNumber', 'InvoiceDate', 'LedgerVoucher'] as const;
const lineRow = z.object({ ProductNumber: text, InvoicedQuantity: amount, SalesUnitSymbol: text });
const LINE_FIELDS = ['LedgerVoucher', 'ProductNumber', 'InvoicedQuantity', 'SalesUnitSymbol'] as const;
const MOST_INVOICES = 50;

/**
 * The order with what its invoices tell (fno.md §6): the day of the last one; of a part, how much; of the whole, whether it is paid. Nothing
 * more is asked before something is invoiced, and nothing is said where no invoice names the order, as one for several orders does not.
 */
export async function readOrderProgress(session: Session, company: string, number: string, context: CallContext): Promise<Order | null> {
  const order = await readOrder(session, company, number, context);
  if (order === null || !hasBegun(order, 'invoiced')) return order;
  const invoices = await readInvoicesOf(session, company, order.number, context);
  // Of a full page nobody knows what is behind it.
  if (invoices.length === 0 || invoices.length === MOST_INVOICES) return order;
  const dated = withDays(order, { invoiced: lastDay(invoices.map((one) => one.InvoiceDate)) });
  return order.steps.some(({ step }) => step === 'invoiced') ? withPayment(session, company, { order: dated, invoices }, context) : withQuantities(session, company, { order: dated, invoices }, context);
}

async function readInvoicesOf(session: Session, company: string, number: string, context: CallContext): Promise<Header[]> {
  const filter = and(inCompany(company), textIs('SalesOrderNumber', number));
  const read = await ifTold(session.readIfThere('SalesInvoiceHeadersV2', { filter, select: HEADER_FIELDS, top: MOST_INVOICES }, 'read invoices of order', context));
  return parseRows(headerRow, read?.rows ?? [], 'invoice');
}

interface Invoiced {
  order: Order;
  invoices: readonly Header[];
}

/** Paid once every transaction of every invoice is settled, on the day on which the last was closed. */
async function withPayment(session: Session, company: string, { order, invoices }: Invoiced, context: CallContext): Promise<Order> {
  const rows = await ifTold(readByItems(
    invoices.map((one) => one.LedgerVoucher),
    async (filter) => (await session.readIfThere('CustTransactions', { filter: and(inCompany(company), filter), select: TRANSACTION_FIELDS }, 'read payment of order', context))?.rows ?? [],
    (voucher) => textIs('Voucher', voucher),
  ));
  const posted = parseRows(transactionRow, rows ?? [], 'transaction').filter((row) => row.TransType === 'Sales');
  const isPaid = invoices.every((invoice) => posted.some((row) => row.Voucher === invoice.LedgerVoucher)) && posted.every((row) => row.Closed !== null && isZero(openAmount(row)));
  return isPaid ? { ...order, steps: [...order.steps, { step: 'paid', on: lastDay(posted.map((row) => row.Closed)) }] } : order;
}

/** Invoice lines name an item and no line of the order: they count where one line alone has the item, in its unit. */
async function withQuantities(session: Session, company: string, { order, invoices }: Invoiced, context: CallContext): Promise<Order> {
  const rows = await ifTold(readByItems(
    invoices.map((one) => one.LedgerVoucher),
    async (filter) => (await session.readIfThere('SalesInvoiceV3Lines', { filter: and(inCompany(company), filter), select: LINE_FIELDS }, 'read invoiced quantities of order', context))?.rows ?? [],
    (voucher) => textIs('LedgerVoucher', voucher),
  ));
  const invoiced = parseRows(lineRow, rows ?? [], 'invoice line').filter((row) => row.ProductNumber !== null);
  // Products may be numbered in another way than items: then these lines say nothing about those.
  if (invoiced.length === 0 || invoiced.some((row) => !order.lines.some((line) => isItem(row, line)))) return order;
  const lines = order.lines.map((line) => ({ ...line, ...quantityOf(line, order.lines, invoiced) }));
  const counted = countPieces(lines, (line) => line.invoiced);
  const partly = order.partly?.map((part) => (part.step === 'invoiced' ? { ...part, ...orElse(counted, () => part) } : part));
  return { ...order, lines, ...(partly === undefined ? {} : { partly }) };
}

type InvoiceLine = z.output<typeof lineRow>;
const isItem = (row: InvoiceLine, line: OrderLine): boolean => row.ProductNumber !== null && sameText(row.ProductNumber, line.itemNumber);

function quantityOf(line: OrderLine, all: readonly OrderLine[], invoiced: readonly InvoiceLine[]): Pick<OrderLine, 'invoiced'> {
  const isAlone = all.filter((other) => sameText(other.itemNumber, line.itemNumber)).length === 1;
  const own = invoiced.filter((row) => isItem(row, line));
  if (line.itemNumber.trim() === '' || !isAlone || own.some((row) => row.SalesUnitSymbol !== line.unit)) return {};
  const quantity = sum(own.map((row) => row.InvoicedQuantity));
  // More than ordered: the invoice is for other orders too.
  return compareDecimals(quantity, line.quantity) > 0 ? {} : { invoiced: quantity };
}
