import * as z from 'zod';
import { roundMoney } from '../../kernel/money.ts';
import type { InvoiceDetail } from '../../model/invoice-detail.ts';
import type { CallContext } from '../../net/http-client.ts';
import { and, eq } from '../odata/filter.ts';
import { numberLiteral } from '../odata/literal.ts';
import { parseRows } from '../parse-rows.ts';
import { readPaymentsOfInvoice } from './payment.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { amount, currency, key, text } from './wire.ts';

interface Wanted {
  company: string;
  customer: string;
  number: string;
}
type Document = Omit<InvoiceDetail, 'payments'>;

/** An order's invoice, or else a free text invoice; what paid it stands in the payment journal (fno.md §6). */
export async function readInvoiceDetail(session: Session, wanted: Wanted, context: CallContext): Promise<InvoiceDetail | null> {
  const [sales, free, payments] = await Promise.all([readSalesInvoice(session, wanted, context), readFreeText(session, wanted, context), readPaymentsOfInvoice(session, wanted, context)]);
  const document = sales ?? free;
  return document === null ? null : { ...document, payments: payments?.map((one) => ({ number: one.number, date: one.date, amount: one.amount, currency: one.currency, posted: one.posted })) ?? null };
}

const headerRow = z.object({ InvoiceNumber: key, CurrencyCode: currency, SalesOrderNumber: text });
const LINE_FIELDS = ['LineCreationSequenceNumber', 'ProductNumber', 'ProductName', 'ProductDescription', 'InvoicedQuantity', 'SalesUnitSymbol', 'SalesPrice', 'LineAmount'] as const;
const lineRow = z.object({ LineCreationSequenceNumber: z.coerce.number(), ProductNumber: text, ProductName: text, ProductDescription: text, InvoicedQuantity: amount, SalesUnitSymbol: text, SalesPrice: amount, LineAmount: amount });

/** The lines do not name the customer: they count only beside a header of this customer. */
async function readSalesInvoice(session: Session, { company, customer, number }: Wanted, context: CallContext): Promise<Document | null> {
  const isIt = and(inCompany(company), textIs('InvoiceNumber', number));
  const [headers, found] = await Promise.all([
    session.readIfThere('SalesInvoiceHeadersV2', { filter: and(isIt, textIs('InvoiceCustomerAccountNumber', customer)), select: ['InvoiceNumber', 'CurrencyCode', 'SalesOrderNumber'], top: 1 }, 'read invoice', context),
    session.readIfThere('SalesInvoiceV3Lines', { filter: isIt, select: LINE_FIELDS, orderBy: ['LineCreationSequenceNumber'] }, 'read invoice lines', context),
  ]);
  const [header] = parseRows(headerRow, headers?.rows ?? [], 'invoice');
  if (header === undefined) return null;
  const { CurrencyCode: code } = header;
  const lines = parseRows(lineRow, found?.rows ?? [], 'invoice line').map((line) => ({
    itemNumber: line.ProductNumber, description: line.ProductDescription ?? line.ProductName, quantity: line.InvoicedQuantity, unit: line.SalesUnitSymbol, unitPrice: line.SalesPrice, amount: rounded(line.LineAmount, code),
  }));
  return { number: header.InvoiceNumber, currency: code, orderNumber: header.SalesOrderNumber, lines };
}

const freeRow = z.object({ InvoiceIdentifier: z.union([z.number(), z.string()]).transform(String), FreeTextNumber: key, CurrencyCode: currency });
const FREE_FIELDS = ['Description', 'Quantity', 'UnitPrice', 'TransactionCurrencyAmount'] as const;
const freeLineRow = z.object({ Description: text, Quantity: amount, UnitPrice: amount, TransactionCurrencyAmount: amount });

async function readFreeText(session: Session, { company, customer, number }: Wanted, context: CallContext): Promise<Document | null> {
  const filter = and(inCompany(company), textIs('FreeTextNumber', number), textIs('InvoiceAccount', customer));
  const headers = await session.readIfThere('FreeTextInvoiceHeaders', { filter, select: ['InvoiceIdentifier', 'FreeTextNumber', 'CurrencyCode'], top: 1 }, 'read free text invoice', context);
  const [header] = parseRows(freeRow, headers?.rows ?? [], 'free text invoice');
  if (header === undefined) return null;
  const isPart = and(inCompany(company), eq('ParentRecId', numberLiteral(header.InvoiceIdentifier)));
  const found = await session.readIfThere('FreeTextInvoiceLines', { filter: isPart, select: FREE_FIELDS, orderBy: ['LineNumber'] }, 'read free text invoice lines', context);
  const lines = parseRows(freeLineRow, found?.rows ?? [], 'free text invoice line').map((line) => ({
    itemNumber: null, description: line.Description, quantity: line.Quantity, unit: null, unitPrice: line.UnitPrice, amount: rounded(line.TransactionCurrencyAmount, header.CurrencyCode),
  }));
  return { number: header.FreeTextNumber, currency: header.CurrencyCode, orderNumber: null, lines };
}

const rounded = (value: string, code: string | null): string => (code === null ? value : roundMoney(value, code));
