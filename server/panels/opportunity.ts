import type { OpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError, asError } from '../kernel/errors.ts';
import { orderKey } from '../kernel/ids.ts';
import { lastChecked } from '../orders/look-up.ts';
import { findPlace, type Place } from '../orders/place.ts';
import { viewOf } from '../orders/view.ts';
import { findPush, type Push } from '../store/pushes.ts';
import { pricesPart } from './deal-prices.ts';
import { contextOf, partAt, type DealRun, type OpportunityQuestion } from './deal-run.ts';
import { stockPart } from './deal-stock.ts';
import type { PanelsDeps } from './deps.ts';

type OrderPart = NonNullable<OpportunityPanels['parts']['order']>;

/** All parts of one opportunity page. A deal whose place is not decided still shows what is known of its push. */
export async function opportunityPanelsOf(deps: PanelsDeps, orgId: string, opportunityId: string, question: OpportunityQuestion, requestId: string): Promise<OpportunityPanels> {
  const push = await findPush(deps.db, orgId, orderKey(orgId, opportunityId, question.cycle));
  const found = await placeOf(deps, orgId, question, push);
  const run: DealRun = { deps, orgId, question, requestId, push, place: found instanceof CrossledgerError ? null : found, problem: found instanceof CrossledgerError ? found : null };
  const [stock, prices, order] = await Promise.all([
    question.parts.includes('stock') ? stockPart(run) : undefined,
    question.parts.includes('prices') ? pricesPart(run) : undefined,
    question.parts.includes('order') ? orderPart(run) : undefined,
  ]);
  return {
    connection: run.place?.connection.name ?? null, company: run.place?.company ?? null,
    parts: { ...(stock === undefined ? {} : { stock }), ...(prices === undefined ? {} : { prices }), ...(order === undefined ? {} : { order }) },
  };
}

/** The place of a push that is under way counts more than what the account says by now. */
async function placeOf(deps: PanelsDeps, orgId: string, question: OpportunityQuestion, push: Push | undefined): Promise<Place | CrossledgerError> {
  try {
    return await findPlace(deps.directory, orgId, {
      accountName: 'of this deal',
      connection: push?.connection ?? question.connection ?? null,
      company: push?.company ?? question.company ?? null,
      country: question.country ?? null,
      countryHidden: question.countryHidden === 'yes',
    }, { fresh: false });
  } catch (thrown) {
    return asError(thrown);
  }
}

async function orderPart(run: DealRun): Promise<OrderPart> {
  const { push, place, question, deps } = run;
  const number = push?.order_number ?? question.orderNumber ?? null;
  const view = push === undefined ? null : viewOf(push);
  const [erp, checkedAt] = await Promise.all([
    place === null ? null : deps.directory.erp(run.orgId, place.connection.name),
    push === undefined ? null : lastChecked(deps.db, run.orgId, push.key),
  ]);
  const base = { push: view, checkedAt, reports: [...(erp?.capabilities.orderSteps ?? [])], ...sendable(run, erp?.capabilities.orderPush !== undefined) };
  if (number === null || place === null || erp === null) return { state: 'live', asOf: new Date(deps.clock.now()).toISOString(), data: { ...base, order: null }, problem: null };
  const part = await partAt(run, place, { name: 'order', subject: number, read: () => erp.reads.orderProgress(place.company, number, contextOf(run)) });
  return { ...part, state: part.state === 'error' ? 'stale' : part.state, data: { ...base, order: part.data } };
}

/** Whether Send to ERP would do anything now, and why not. */
function sendable({ push, place, problem, question }: DealRun, canPush: boolean): Pick<NonNullable<OrderPart['data']>, 'canSend' | 'cannotSendBecause' | 'cannotSendCode'> {
  const no = (why: string | CrossledgerError) => (typeof why === 'string' ? { canSend: false, cannotSendBecause: why, cannotSendCode: null } : { canSend: false, cannotSendBecause: why.sentence, cannotSendCode: why.code });
  if (push !== undefined && (push.state === 'sent' || push.state === 'written-back')) return no('The order is in the ERP.');
  if (push !== undefined && (push.state === 'accepted' || push.state === 'working')) return no('The order is on its way.');
  if (push?.state === 'dead') return no('An operator decides about this order.');
  if (push?.state === 'held') return no('The order is held for approval.');
  if (push?.state === 'discarded') return no('The order was given up; an operator may take it up again.');
  if (place === null) return no(problem ?? 'Nothing says which ERP this deal belongs to.');
  if (!canPush) return no(`${place.connection.label} does not take orders from Crossledger yet.`);
  if (question.lines.length === 0) return no(new CrossledgerError('order.no-lines'));
  if (place.connection.mode === 'observe') return no(new CrossledgerError('connection.observing', { connection: place.connection.name }));
  if (place.connection.stopped) return no(new CrossledgerError('connection.stopped', { connection: place.connection.name }));
  return { canSend: true, cannotSendBecause: null, cannotSendCode: null };
}
