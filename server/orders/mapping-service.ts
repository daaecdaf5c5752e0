import type { MappingFinding } from '../contract/mappings.ts';
import { orderKey, toId18 } from '../kernel/ids.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { checkMapping } from '../mapping/check-mapping.ts';
import type { Finding } from '../mapping/finding.ts';
import { diffMappings, type MappingDiff } from '../mapping/diff-mappings.ts';
import { MAPPED_OBJECTS, type MappedErp, type MappedObject, type MappingDocument } from '../mapping/document.ts';
import type { Expressions } from '../mapping/expressions/expressions.ts';
import type { MappedRecord } from '../mapping/apply-mapping.ts';
import { sourcesOf } from '../mapping/needs.ts';
import { readEntityMetadata, readSetNames } from '../mapping/read-entity-metadata.ts';
import { resolveSetName } from '../mapping/set-names.ts';
import { documentFor, type MappingState, type Place as MappingPlace } from '../registry/mappings.ts';
import type { Actor } from '../registry/parts.ts';
import { invalid, unknown } from '../registry/refuse.ts';
import type { Registry } from '../registry/registry.ts';
import type { DescribedField, SourceScope } from '../salesforce/org-port.ts';
import type { CallContext } from '../net/http-client.ts';
import type { OrdersDeps } from './deps.ts';
import { withCharges } from './charges.ts';
import { draftOrder } from './draft.ts';
import { contactRecord, customerRecord, headerRecord, mapLines, mapRecord, type MapRun } from './map-order.ts';
import { draftCustomer } from './new-customer.ts';
import { findPlace, wishOf } from './place.ts';

export interface MappingDeps {
  orders: OrdersDeps;
  registry: Registry;
  expressions: Expressions;
}

const SCOPES: readonly SourceScope[] = ['Opportunity', 'Account', 'Owner', 'Contact', 'OpportunityLineItem', 'Product2', 'PricebookEntry'];

export async function placeFor(deps: MappingDeps, orgId: string, connection: string, object: MappedObject): Promise<MappingPlace> {
  const found = await deps.registry.connection(orgId, connection, { fresh: true });
  if (found === null) throw unknown('Connection', connection);
  const erp: MappedErp = found.settings.erp;
  return { orgId: toId18(orgId), connection, object, erp, keyField: found.settings.keyField };
}

export async function listMappings(deps: MappingDeps, orgId: string, connection: string): Promise<MappingState[]> {
  const places = await Promise.all(MAPPED_OBJECTS.map((object) => placeFor(deps, orgId, connection, object)));
  const states: MappingState[] = [];
  for (const place of places) states.push(await deps.registry.mappingState(place));
  return states;
}

/** A document with what is wrong with it against the environment's metadata and the org's fields, as far as both can be reached. */
export async function viewMapping(deps: MappingDeps, place: MappingPlace, version: number | undefined, context: CallContext) {
  const state = await deps.registry.mappingState(place);
  const shown = version ?? state.published;
  const text = await deps.registry.mappingText(place, shown);
  return { ...state, version: shown, text, findings: await findingsOf(deps, place, documentFor(place, text), context) };
}

export async function saveMapping(deps: MappingDeps, place: MappingPlace, input: { text: string; reason: string }, by: Actor, context: CallContext) {
  const version = await deps.registry.saveMapping(place, input, by);
  return viewMapping(deps, place, version, context);
}

/** Refuses a version with errors; what the environment could not be asked about does not forbid it. */
export async function publishMapping(deps: MappingDeps, place: MappingPlace, input: { version: number; reason: string }, by: Actor, context: CallContext) {
  const view = await viewMapping(deps, place, input.version, context);
  const errors = view.findings.filter((finding) => finding.level === 'error');
  if (errors.length > 0) throw invalid(errors.slice(0, 5).map((finding) => finding.says).join(' '));
  await deps.registry.publishMapping(place, input, by);
  return { ...view, ...(await deps.registry.mappingState(place)) };
}

export async function diffVersions(deps: MappingDeps, place: MappingPlace, from: number, to: number): Promise<MappingDiff> {
  const [before, after] = [await deps.registry.mappingText(place, from), await deps.registry.mappingText(place, to)];
  return diffMappings(documentFor(place, before), documentFor(place, after));
}

/** What is wrong with a document against the environment's metadata and the org's fields, as far as both can be reached. */
export async function findingsOf(deps: MappingDeps, place: MappingPlace, document: MappingDocument, context: CallContext): Promise<MappingFinding[]> {
  const [target, sources] = await Promise.all([
    reachable(async () => {
      const erp = await deps.orders.directory.erp(place.orgId, place.connection);
      const text = await erp.reads.metadata(context);
      const sets = readSetNames(text);
      return { sets, target: readEntityMetadata(text, resolveSetName(document.set, sets).set ?? document.set) };
    }),
    reachable(() => describedSources(deps, place.orgId, document)),
  ]);
  const findings: MappingFinding[] = checkMapping(document, { ...target.value, sources: sources.value, keyField: place.keyField }).map(toFinding);
  const unseen = (what: string, why: string): MappingFinding => ({ level: 'warning', target: null, says: `${what} could not be asked, so names were not compared with it: ${why}` });
  const served = resolveSetName(document.set);
  return [
    ...findings,
    // A name of the trade is taken, and the true set is told.
    ...(served.set !== null && served.set !== document.set ? [{ level: 'warning' as const, target: null, says: served.says }] : []),
    ...(target.problem === null ? [] : [unseen('The ERP', target.problem)]),
    ...(sources.problem === null ? [] : [unseen('Salesforce', sources.problem)]),
  ];
}

const toFinding = ({ level, field, company, sentence }: Finding): MappingFinding => ({ level, target: company === '' ? field : `${company}/${field}`, says: sentence });

/** Far ends may be away while a document is written: then it is checked without them, and that is said. */
async function reachable<T>(ask: () => Promise<T>): Promise<{ value?: T; problem: string | null }> {
  try {
    return { value: await ask(), problem: null };
  } catch (thrown) {
    if (thrown instanceof CrossledgerError) return { problem: thrown.sentence };
    throw thrown;
  }
}

async function describedSources(deps: MappingDeps, orgId: string, document: MappingDocument): Promise<Record<string, readonly DescribedField[]>> {
  const used = new Set(sourcesOf([document]).map((source) => source.split('.')[0]));
  const org = await deps.orders.directory.org(orgId);
  const known = await Promise.all(SCOPES.filter((scope) => used.has(scope)).map(async (scope) => [scope, await org.describe(scope)] as const));
  return Object.fromEntries(known);
}

export interface DryRun {
  object: MappedObject;
  version: number;
  records: ({ record: string } & Pick<MappedRecord, 'explained' | 'problems' | 'fields'>)[];
}

/** What a version makes of each field of a real deal; reads only. */
export async function dryRun(deps: MappingDeps, place: MappingPlace, input: { opportunityId: string; version: number | undefined }, requestId: string): Promise<DryRun> {
  const { orders } = deps;
  const state = await deps.registry.mappingState(place);
  const version = input.version ?? state.newest;
  const document = documentFor(place, await deps.registry.mappingText(place, version));
  const org = await orders.directory.org(place.orgId);
  const sources = [...(await orders.directory.mappedSources(place.orgId)), ...sourcesOf([document])];
  const found = await org.readDeal(input.opportunityId, sources);
  if (found === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: input.opportunityId });
  const where = await findPlace(orders.directory, place.orgId, { ...wishOf(found.account), connection: place.connection }, { fresh: true });
  const deal = withCharges(found, where);
  const erp = await orders.directory.erp(place.orgId, place.connection);
  const context = (): CallContext => ({ lane: 'live', deadlineAt: orders.clock.now() + orders.callMs, requestId });
  const mappings = { ...(await orders.directory.mappings(place.orgId, place.connection, { fresh: true })), [place.object]: document };
  const run: MapRun = { mappings, expressions: deps.expressions, erp, place: where, deal, context };
  const records = await recordsOf(run, place, document);
  return { object: place.object, version, records };
}

async function recordsOf(run: MapRun, place: MappingPlace, document: MappingDocument): Promise<DryRun['records']> {
  const { deal, erp } = run;
  if (place.object === 'customer') {
    if (deal.account === null) throw new CrossledgerError('customer.account-missing');
    return [{ record: deal.account.name, ...(await mapRecord(run, document, customerRecord(run, draftCustomer(run, place.orgId, deal.account)))) }];
  }
  const number = deal.account?.customerNumber ?? null;
  const customer = number === null ? null : await erp.reads.customer(run.place.company, number, run.context());
  if (place.object === 'contact') {
    // Of a customer that is not there yet only the name is known.
    const owner = customer ?? { number: '', name: deal.account?.name ?? '' };
    return [{ record: deal.name, ...(await mapRecord(run, document, contactRecord(run, owner))) }];
  }
  const items = [...new Set(deal.lines.flatMap((line) => line.itemNumber ?? []))];
  const products = await erp.reads.products(run.place.company, items, run.context());
  const draft = draftOrder(deal, { key: orderKey(place.orgId, deal.id, deal.cycle), company: run.place.company, customerNumber: number ?? '' }, products);
  if (place.object === 'order-line') {
    const mapped = await mapLines(run, draft, customer);
    return mapped.map((one, index) => ({ record: deal.lines[index]?.productName ?? '', ...one }));
  }
  return [{ record: deal.name, ...(await mapRecord(run, document, headerRecord(run, draft, customer))) }];
}
