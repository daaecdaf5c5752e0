import * as z from 'zod';
import { day } from '../../kernel/clock.ts';
import { divide } from '../../kernel/money.ts';
import { wordsOf, type Words } from '../../kernel/words.ts';
import type { CallContext } from '../../net/http-client.ts';
import { defaultsOf, type OrderSetup, type SetupFact, type SetupQuestion } from '../connector.ts';
import { and, type Filter } from '../odata/filter.ts';
import { parseRows } from '../parse-rows.ts';
import { inCompany, textIs, type Session } from './session.ts';
import { amount, date, key, member, text } from './wire.ts';

const customerRow = z.object({ PaymentTerms: text, DeliveryMode: text, SalesTaxGroup: text, SiteId: text, WarehouseId: text });
type CustomerSetup = z.output<typeof customerRow>;
const unitRow = z.object({ UnitSymbol: key, DecimalPrecision: z.number().int().nullish() });
const rateRow = z.object({ RateTypeName: text, StartDate: date, EndDate: date, Rate: amount, ConversionFactor: member });

/** What an order would take from the customer and the connection, and whether each is there. */
export async function readOrderSetup(session: Session, company: string, question: SetupQuestion, accountingCurrency: Promise<string | null>, context: CallContext): Promise<OrderSetup> {
  const own = accountingCurrency;
  const [customer, unitDecimals, rate, companyCurrency] = await Promise.all([
    readCustomerSetup(session, company, question.customer, context),
    readUnits(session, context),
    own.then((to) => (to === null || to === question.currency ? null : readRate(session, question.currency, to, context))),
    own,
  ]);
  const places = defaultsOf(session.settings, company);
  const from = (value: string | undefined): Words => (value === undefined ? wordsOf('setup.of-customer') : wordsOf('setup.of-connection'));
  const facts = await Promise.all([
    ...lookUps(customer).map((one) => check(session, company, one, context)),
    check(session, company, { subject: 'site', what: wordsOf('setup.site'), value: places.site ?? customer?.SiteId ?? null, set: 'OperationalSitesV2', property: 'SiteId', of: from(places.site), without: wordsOf('setup.item-site') }, context),
    check(session, company, { subject: 'warehouse', what: wordsOf('setup.warehouse'), value: places.warehouse ?? customer?.WarehouseId ?? null, set: 'Warehouses', property: 'WarehouseId', of: from(places.warehouse), without: wordsOf('setup.item-warehouse') }, context),
  ]);
  return {
    facts: [...facts, rateFact(question.currency, companyCurrency, rate)],
    rate: companyCurrency === null ? null : question.currency === companyCurrency ? { rate: '1', companyCurrency } : rate === null ? null : { rate, companyCurrency },
    unitDecimals,
  };
}

interface LookUp {
  subject: SetupFact['subject'];
  what: Words;
  value: string | null;
  set: string;
  property: string;
  /** Where the value is set. */
  of: Words;
  without: Words;
}

function lookUps(customer: CustomerSetup | null): LookUp[] {
  const without = customer === null ? wordsOf('setup.group-gives') : wordsOf('setup.customer-has-none');
  const of = wordsOf('setup.of-customer');
  return [
    { subject: 'payment-terms', what: wordsOf('setup.payment-terms'), value: customer?.PaymentTerms ?? null, set: 'PaymentTerms', property: 'Name', of, without },
    { subject: 'delivery-mode', what: wordsOf('setup.delivery-mode'), value: customer?.DeliveryMode ?? null, set: 'DeliveryModesV2', property: 'ModeCode', of, without },
    { subject: 'tax-group', what: wordsOf('setup.tax-group'), value: customer?.SalesTaxGroup ?? null, set: 'TaxGroups', property: 'TaxGroupCode', of, without },
  ];
}

async function check(session: Session, company: string, { subject, what, value, set, property, of, without }: LookUp, context: CallContext): Promise<SetupFact> {
  if (value === null) return { subject, state: 'unknown', words: wordsOf('setup.without', { what, without }) };
  const filter: Filter = and(inCompany(company), textIs(property, value));
  const found = await session.readIfThere(set, { filter, select: [property], top: 1 }, `check ${subject}`, context);
  if (found === null) return { subject, state: 'unknown', words: wordsOf('setup.unpublished', { what, value, of, set }) };
  if (found.rows.length === 0) return { subject, state: 'invalid', words: wordsOf('setup.missing', { what, value, of, company }) };
  return { subject, state: 'valid', words: wordsOf('setup.valid', { what, value, of }) };
}

async function readCustomerSetup(session: Session, company: string, customer: string | null, context: CallContext): Promise<CustomerSetup | null> {
  if (customer === null) return null;
  const filter = and(inCompany(company), textIs('CustomerAccount', customer));
  const { rows } = await session.odata.read('CustomersV3', { filter, select: Object.keys(customerRow.shape), top: 1 }, { step: 'read order defaults of customer', context });
  return parseRows(customerRow, rows, 'customer')[0] ?? null;
}

async function readUnits(session: Session, context: CallContext): Promise<Record<string, number> | null> {
  const units = await session.readIfThere('UnitsOfMeasure', { select: ['UnitSymbol', 'DecimalPrecision'] }, 'read units', context);
  if (units === null) return null;
  return Object.fromEntries(parseRows(unitRow, units.rows, 'unit').flatMap((row) => (row.DecimalPrecision === null || row.DecimalPrecision === undefined ? [] : [[row.UnitSymbol, row.DecimalPrecision]])));
}

const FACTORS: Readonly<Record<string, string>> = { One: '1', Ten: '10', Hundred: '100', Thousand: '1000', TenThousand: '10000' };
const RATE_DECIMALS = 10;

/** True rate = Rate / ConversionFactor (fno.md §1). The rate type of the ledger is taken when only one type has the pair, else `Default`. */
async function readRate(session: Session, from: string, to: string, context: CallContext): Promise<string | null> {
  const filter = and(textIs('FromCurrency', from), textIs('ToCurrency', to));
  const read = await session.readIfThere('ExchangeRates', { filter, select: ['RateTypeName', 'StartDate', 'EndDate', 'Rate', 'ConversionFactor'], orderBy: ['StartDate desc'], top: 200 }, 'read exchange rate', context);
  const today = day(session.clock.now());
  const valid = parseRows(rateRow, read?.rows ?? [], 'exchange rate').filter((row) => (row.StartDate ?? '') <= today && (row.EndDate === null || row.EndDate >= today));
  const types = new Set(valid.map((row) => row.RateTypeName));
  const best = valid.find((row) => types.size === 1 || row.RateTypeName === 'Default');
  const factor = FACTORS[best?.ConversionFactor ?? ''];
  return best === undefined || factor === undefined ? null : divide(best.Rate, factor, RATE_DECIMALS);
}

function rateFact(code: string, own: string | null, rate: string | null): SetupFact {
  if (own === null) return { subject: 'rate', state: 'unknown', words: wordsOf('setup.no-ledger') };
  if (code === own) return { subject: 'rate', state: 'valid', words: wordsOf('setup.own-currency', { own }) };
  return rate === null
    ? { subject: 'rate', state: 'invalid', words: wordsOf('setup.no-rate', { currency: code, own }) }
    : { subject: 'rate', state: 'valid', words: wordsOf('setup.rate', { currency: code, rate, own }) };
}
