import { alpha3Of, countryCode } from '../kernel/countries.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { applyMapping, type MappedRecord } from '../mapping/apply-mapping.ts';
import type { MappingDocument } from '../mapping/document.ts';
import type { Expressions } from '../mapping/expressions/expressions.ts';
import { lookupAnswers, neededLookups } from '../mapping/needs.ts';
import type { Lookups } from '../mapping/lookups.ts';
import type { MappingProblem } from '../mapping/problems.ts';
import type { MappingRecord } from '../mapping/record.ts';
import type { Erp } from '../connectors/connector.ts';
import type { ContactDraft } from '../model/contact.ts';
import type { Customer, CustomerDraft } from '../model/customer.ts';
import type { OrderDraft, OrderDraftLine } from '../model/order.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Deal } from '../salesforce/org-port.ts';
import type { Mappings } from './directory.ts';
import { withOneDiscount } from './one-discount.ts';
import type { Place } from './place.ts';

/** Rounds of look-ups, each of which may need what the one before gave. */
const MOST_ROUNDS = 4;
/** Problems that a sentence names; the dry run shows all. */
const MOST_SAID = 6;

/** What documents are applied with. */
export interface MapRun {
  mappings: Mappings;
  expressions: Expressions;
  erp: Erp;
  place: Place;
  deal: Deal;
  /** The contact of the order, where it is to have one. */
  contactNumber?: string | null;
  context: () => CallContext;
}

/** The draft with the properties that the documents make of the deal; throws order.unmapped naming what is in the way. */
export async function mapOrder(run: MapRun, draft: OrderDraft, customer: Customer | null): Promise<OrderDraft> {
  const header = await mapRecord(run, run.mappings.order, headerRecord(run, draft, customer));
  const lines = await mapLines(run, draft, customer);
  refuseProblems([...header.problems, ...lines.flatMap((mapped, at) => ofLine(mapped.problems, draft.lines.length > 1 ? run.deal.lines[at]?.productName : undefined))]);
  const withFields = { ...draft, fields: header.fields, lines: draft.lines.map((line, index) => ({ ...line, fields: lines[index]?.fields ?? {} })) };
  return withOneDiscount(run.erp.capabilities.orderPush?.fromFields?.(withFields) ?? withFields, run.erp.capabilities);
}

/** Of several lines the one that a problem belongs to is named. */
const ofLine = (problems: readonly MappingProblem[], product: string | undefined): readonly MappingProblem[] =>
  product === undefined ? problems : problems.map((problem) => ({ ...problem, sentence: `Line "${product}": ${problem.sentence}` }));

export async function mapLines(run: MapRun, draft: OrderDraft, customer: Customer | null): Promise<MappedRecord[]> {
  const mapped: MappedRecord[] = [];
  let lookups: Lookups = new Map();
  for (const line of draft.lines) {
    const record = lineRecord(run, draft, line, customer);
    lookups = await answerLookups(run, run.mappings['order-line'], record, lookups);
    mapped.push(await applyMapping(run.mappings['order-line'], record, { company: run.place.company, lookups, lacking: run.deal.lacking, expressions: run.expressions }));
  }
  return mapped;
}

/** The draft of a new customer with the properties that the document makes of the account. */
export async function mapCustomer(run: MapRun, draft: CustomerDraft): Promise<CustomerDraft> {
  const mapped = await mapRecord(run, run.mappings.customer, customerRecord(run, draft));
  refuseProblems(mapped.problems);
  return { ...draft, fields: mapped.fields };
}

/** A new contact of the customer with the properties that the document makes of the deal's contact. */
export async function mapContact(run: MapRun, customer: Customer): Promise<ContactDraft> {
  const mapped = await mapRecord(run, run.mappings.contact, contactRecord(run, customer));
  refuseProblems(mapped.problems);
  return { fields: mapped.fields };
}

export async function mapRecord(run: MapRun, document: MappingDocument, record: MappingRecord): Promise<MappedRecord> {
  const lookups = await answerLookups(run, document, record, new Map());
  return applyMapping(document, record, { company: run.place.company, lookups, lacking: run.deal.lacking, expressions: run.expressions });
}

/** Asks the ERP what the document's look-ups need; answers that are there already are not asked again. */
async function answerLookups(run: MapRun, document: MappingDocument, record: MappingRecord, known: Lookups): Promise<Lookups> {
  const { company } = run.place;
  let lookups = known;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const needs = await neededLookups(document, record, { company, lookups, lacking: run.deal.lacking, expressions: run.expressions });
    if (needs.length === 0) break;
    const answers = await Promise.all(needs.map(async (need) => ({ ...need, found: await run.erp.reads.lookUp(company, need, run.context()) })));
    lookups = new Map([...lookups, ...lookupAnswers(answers)]);
  }
  return lookups;
}

export const headerRecord = (run: MapRun, draft: OrderDraft, customer: Customer | null): MappingRecord => ({
  ...run.deal.record,
  Crossledger: { ...placeValues(run), key: draft.key, customerNumber: draft.customerNumber, invoiceAccount: customer?.invoiceAccount ?? draft.customerNumber, currency: draft.currency, customerPurchaseOrder: draft.customerPurchaseOrder, requestedDate: draft.requestedDate, contactId: run.contactNumber ?? null },
});

export function lineRecord(run: MapRun, draft: OrderDraft, line: OrderDraftLine, customer: Customer | null): MappingRecord {
  const found = run.deal.lines.find((candidate) => candidate.id === line.reference);
  const header = headerRecord(run, draft, customer);
  return { ...header, ...found?.record, Crossledger: { ...header['Crossledger'], itemNumber: line.itemNumber, lineReference: line.reference } };
}

export const customerRecord = (run: MapRun, draft: CustomerDraft): MappingRecord => ({
  ...run.deal.record,
  Crossledger: { ...placeValues(run), partyType: run.deal.account?.person ? 'Person' : 'Organization', currency: draft.currency, reference: draft.reference, countryAlpha2: draft.country, countryAlpha3: alpha3Of(draft.country) },
});

export const contactRecord = (run: MapRun, customer: Pick<Customer, 'number' | 'name' | 'partyNumber'>): MappingRecord => ({
  ...run.deal.record,
  Crossledger: { ...placeValues(run), customerNumber: customer.number, customerName: customer.name, partyNumber: customer.partyNumber ?? null },
});

function placeValues({ deal, place }: MapRun): Record<string, unknown> {
  const { connection, company } = place;
  const { site, warehouse, customerGroup } = connection.companyDefaults(company);
  const country = deal.account?.country ?? null;
  const code = country === null ? null : countryCode(country);
  return { company, connection: connection.name, site: site ?? null, warehouse: warehouse ?? null, customerGroup: customerGroup ?? null, countryAlpha2: code, countryAlpha3: code === null ? null : alpha3Of(code) };
}

/** Throws what is in the way, all of it in one sentence; nothing when nothing is. */
export function refuseProblems(problems: readonly MappingProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const said = [...new Set(problems.map((problem) => problem.sentence))];
  const more = said.length > MOST_SAID ? ` And ${said.length - MOST_SAID} more.` : '';
  // What the deal lacks is the rep's; what the mapping or the ERP lacks is the admin's.
  throw new CrossledgerError(problems.every((problem) => problem.fixer === 'rep') ? 'order.values' : 'order.unmapped', { problems: said.slice(0, MOST_SAID).join(' ') + more });
}
