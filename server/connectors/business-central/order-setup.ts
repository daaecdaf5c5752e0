import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { divide, isZero } from '../../kernel/money.ts';
import { wordsOf, type Words } from '../../kernel/words.ts';
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
  const fact = (subject: SetupFact['subject'], what: Words, code: string | null | undefined, without: Words): SetupFact =>
    code === null || code === undefined ? { subject, state: 'unknown', words: wordsOf('setup.without', { what, without }) } : { subject, state: 'valid', words: wordsOf('setup.valid', { what, value: code, of: wordsOf('setup.of-customer') }) };
  if (customer === null) return [fact('payment-terms', wordsOf('setup.payment-terms'), null, wordsOf('setup.defaults-give'))];
  const { rows } = await session.read(company, 'customers', { filter: textIs('number', customer), select: ['number', 'taxLiable', 'taxAreaDisplayName'], expand: 'paymentTerm,shipmentMethod', top: 1 }, 'read order defaults of customer', context);
  const [row] = parseRows(customerRow, rows, 'customer');
  return [
    fact('payment-terms', wordsOf('setup.payment-terms'), row?.paymentTerm?.code, wordsOf('setup.customer-has-none')),
    fact('delivery-mode', wordsOf('setup.shipment-method'), row?.shipmentMethod?.code, wordsOf('setup.customer-has-none')),
    fact('tax-group', wordsOf('setup.tax-area'), row?.taxAreaDisplayName, wordsOf('setup.customer-names-none')),
  ];
}

async function locationFact(session: Session, company: string, context: CallContext): Promise<SetupFact> {
  const { warehouse } = defaultsOf(session.settings, company);
  const what = wordsOf('setup.location');
  if (warehouse === undefined) return { subject: 'warehouse', state: 'unknown', words: wordsOf('setup.without', { what, without: wordsOf('setup.no-location') }) };
  const { rows } = await session.read(company, 'locations', { filter: textIs('code', warehouse), select: ['code'], top: 1 }, 'check warehouse', context);
  const place = { what, value: warehouse, of: wordsOf('setup.of-connection') };
  return rows.length > 0
    ? { subject: 'warehouse', state: 'valid', words: wordsOf('setup.valid', place) }
    : { subject: 'warehouse', state: 'invalid', words: wordsOf('setup.missing-here', place) };
}

/** exchangeRateAmount of the foreign currency are worth relationalExchangeRateAmount of the local one (business-central.md §5; set since version 23). */
async function readRate(session: Session, company: string, code: string, context: CallContext): Promise<string | null> {
  const read = await session.readIfThere(company, 'v2', 'currencyExchangeRates', { filter: textIs('currencyCode', code), orderBy: ['startingDate desc'], top: 100 }, 'read exchange rate', context);
  const today = day(session.clock.now());
  const row = parseRows(rateRow, read?.rows ?? [], 'exchange rate').find((one) => (one.startingDate ?? '') <= today);
  return row === undefined || isZero(row.exchangeRateAmount) ? null : divide(row.relationalExchangeRateAmount, row.exchangeRateAmount, RATE_DECIMALS);
}

function rateFact(code: string, local: string | null, isLocal: boolean, rate: string | null): SetupFact {
  if (local === null) return { subject: 'rate', state: 'unknown', words: wordsOf('setup.no-currency') };
  if (isLocal) return { subject: 'rate', state: 'valid', words: wordsOf('setup.own-currency', { own: local }) };
  return rate === null ? { subject: 'rate', state: 'invalid', words: wordsOf('setup.no-rate', { currency: code, own: local }) } : { subject: 'rate', state: 'valid', words: wordsOf('setup.rate', { currency: code, rate, own: local }) };
}
