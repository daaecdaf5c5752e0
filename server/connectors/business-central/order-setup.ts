import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { divide, isZero } from '../../kernel/money.ts';
import type { CallContext } from '../../net/http-client.ts';
import { defaultsOf, type OrderSetup, type SetupFact, type SetupQuestion } from '../connector.ts';
import { parseRows } from '../parse-rows.ts';
import { sameText } from '../same-text.ts';
import { textIs, type Session } from './session.ts';
import { amount, date, text } from './wire.ts';

const customerRow = z.object({ paymentTerm: z.object({ code: text }).nullish(), shipmentMethod: z.object({ code: text }).nullish(), taxLiable: z.boolean().nullish(), taxAreaDisplayName: text });
const rateRow = z.object({ currencyCode: text, startingDate: date, exchangeRateAmount: amount, relationalExchangeRateAmount: amount });
const RATE_DECIMALS = 10;

/** What an order would take from the customer and the connection. Ids in customers are checked by Business Central itself, so a code that is read is valid. */
export async function readOrderSetup(session: Session, company: string, question: SetupQuestion, context: CallContext): Promise<OrderSetup> {
  const [terms, location, local, rate] = await Promise.all([
    termsFacts(session, company, question.customer, context),
    locationFact(session, company, context),
    session.companies.currencyOf(company, context),
    readRate(session, company, question.currency, context),
  ]);
  const isLocal = local !== null && sameText(local, question.currency);
  return {
    facts: [...terms, location, rateFact(question.currency, local, isLocal, rate)],
    rate: local === null ? null : isLocal ? { rate: '1', companyCurrency: local } : rate === null ? null : { rate, companyCurrency: local },
    // units have no decimals of their own in API v2.0 (business-central.md §9)
    unitDecimals: null,
  };
}

async function termsFacts(session: Session, company: string, customer: string | null, context: CallContext): Promise<SetupFact[]> {
  const fact = (subject: SetupFact['subject'], what: string, code: string | null | undefined, without: string): SetupFact =>
    code === null || code === undefined ? { subject, state: 'unknown', says: `${what}: ${without}.` } : { subject, state: 'valid', says: `${what} ${code}, from the customer.` };
  if (customer === null) return [fact('payment-terms', 'Terms of payment', null, 'Business Central gives a new customer its own defaults')];
  const { rows } = await session.read(company, 'customers', { filter: textIs('number', customer), select: ['number', 'taxLiable', 'taxAreaDisplayName'], expand: 'paymentTerm,shipmentMethod', top: 1 }, 'read order defaults of customer', context);
  const [row] = parseRows(customerRow, rows, 'customer');
  return [
    fact('payment-terms', 'Terms of payment', row?.paymentTerm?.code, 'the customer has none'),
    fact('delivery-mode', 'Shipment method', row?.shipmentMethod?.code, 'the customer has none'),
    fact('tax-group', 'Tax area', row?.taxAreaDisplayName, 'the customer names none; Business Central taxes the order by its posting groups'),
  ];
}

async function locationFact(session: Session, company: string, context: CallContext): Promise<SetupFact> {
  const { warehouse } = defaultsOf(session.settings, company);
  if (warehouse === undefined) return { subject: 'warehouse', state: 'unknown', says: 'Location: the connection names none; Business Central takes the one of the customer or none.' };
  const { rows } = await session.read(company, 'locations', { filter: textIs('code', warehouse), select: ['code'], top: 1 }, 'check warehouse', context);
  return rows.length > 0
    ? { subject: 'warehouse', state: 'valid', says: `Location ${warehouse}, from the connection.` }
    : { subject: 'warehouse', state: 'invalid', says: `Location ${warehouse} of the connection does not exist in the company.` };
}

/** exchangeRateAmount of the foreign currency are worth relationalExchangeRateAmount of the local one (business-central.md §5; set since version 23). */
async function readRate(session: Session, company: string, code: string, context: CallContext): Promise<string | null> {
  const read = await session.readIfThere(company, 'v2', 'currencyExchangeRates', { filter: textIs('currencyCode', code), orderBy: ['startingDate desc'], top: 100 }, 'read exchange rate', context);
  const today = day(session.clock.now());
  const row = parseRows(rateRow, read?.rows ?? [], 'exchange rate').find((one) => (one.startingDate ?? '') <= today);
  return row === undefined || isZero(row.exchangeRateAmount) ? null : divide(row.relationalExchangeRateAmount, row.exchangeRateAmount, RATE_DECIMALS);
}

function rateFact(code: string, local: string | null, isLocal: boolean, rate: string | null): SetupFact {
  if (local === null) return { subject: 'rate', state: 'unknown', says: 'The company does not tell its currency.' };
  if (isLocal) return { subject: 'rate', state: 'valid', says: `The order is in the company's own currency ${local}.` };
  return rate === null ? { subject: 'rate', state: 'invalid', says: `There is no exchange rate from ${code} to ${local} for today.` } : { subject: 'rate', state: 'valid', says: `1 ${code} = ${rate} ${local} today.` };
}
