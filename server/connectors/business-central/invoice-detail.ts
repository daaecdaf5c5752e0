import * as z from 'zod';
import { subtract } from '../../kernel/money.ts';
import type { InvoiceDetail } from '../../model/invoice-detail.ts';
import type { CallContext } from '../../net/http-client.ts';
import { and } from '../odata/filter.ts';
import { parseRows } from '../parse-rows.ts';
import { ledgerRow } from './payment.ts';
import { textIs, type Session } from './session.ts';
import { amount, currency, inCurrency, key, member, text } from './wire.ts';

const lineRow = z.object({ sequence: z.coerce.number(), lineType: member, lineObjectNumber: text, description: text, unitOfMeasureCode: text, quantity: amount, unitPrice: amount, netAmount: amount });
const headerRow = z.object({ number: key, currencyCode: currency, orderNumber: text, salesInvoiceLines: z.array(z.unknown()).nullish().transform((lines) => parseRows(lineRow, lines ?? [], 'invoice line')) });

export async function readInvoiceDetail(session: Session, company: string, customer: string, number: string, context: CallContext): Promise<InvoiceDetail | null> {
  const filter = and(textIs('number', number), textIs('customerNumber', customer));
  const [{ rows }, local, payments] = await Promise.all([
    session.read(company, 'salesInvoices', { filter, select: ['number', 'currencyCode', 'orderNumber'], expand: 'salesInvoiceLines', top: 1 }, 'read invoice', context),
    session.companies.currencyOf(company, context),
    readApplications(session, company, customer, number, context),
  ]);
  const [row] = parseRows(headerRow, rows, 'invoice');
  if (row === undefined) return null;
  const code = row.currencyCode ?? local;
  const lines = row.salesInvoiceLines.filter((line) => line.lineType !== 'Comment').toSorted((a, b) => a.sequence - b.sequence);
  return {
    number: row.number,
    currency: code,
    orderNumber: row.orderNumber,
    lines: lines.map((line) => ({ itemNumber: line.lineObjectNumber, description: line.description, quantity: line.quantity, unit: line.unitOfMeasureCode, unitPrice: line.unitPrice, amount: inCurrency(line.netAmount, code) })),
    payments: payments?.map((payment) => ({ ...payment, amount: inCurrency(payment.amount, local), currency: local, posted: true })) ?? null,
  };
}

/** A payment's application stands on the invoice's entry with the invoice's number, in local currency (business-central.md §5). */
async function readApplications(session: Session, company: string, customer: string, number: string, context: CallContext) {
  const filter = and(textIs('dcleCustomerNo', customer), textIs('dcleDocumentType', 'Payment'), textIs('salesInvHeaderDocumentNo', number));
  const found = await session.readIfThere(company, 'analytics', 'customerLedgerEntries', { filter, orderBy: ['dclePostingDate'] }, 'read payments of invoice', context);
  if (found === null) return null;
  const applied = parseRows(ledgerRow, found.rows, 'ledger entry').filter((row) => row.dcleEntryType === 'Application');
  return applied.map((row) => ({ number: row.dcleDocumentNo, date: row.dclePostingDate, amount: subtract('0', row.dcleAmountLCY) }));
}
