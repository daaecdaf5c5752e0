import { createHash } from 'node:crypto';
import type * as z from 'zod';
import type { OpportunityPanels, readOpportunityPanels } from '../contract/panels.ts';
import { CrossledgerError, asError } from '../kernel/errors.ts';
import { orderKey } from '../kernel/ids.ts';
import { add } from '../kernel/money.ts';
import type { Availability } from '../model/availability.ts';
import type { CallContext } from '../net/http-client.ts';
import { findPlace, type Place } from '../orders/place.ts';
import { viewOf } from '../orders/view.ts';
import { findPush, type Push } from '../store/pushes.ts';
import { READ_MS, type PanelsDeps } from './deps.ts';
import { livePart, toProblem, type Part } from './live-part.ts';

export type OpportunityQuestion = z.infer<typeof readOpportunityPanels.body>;
type StockPart = NonNullable<OpportunityPanels['parts']['stock']>;
type OrderPart = NonNullable<OpportunityPanels['parts']['order']>;

/** All parts of one opportunity page. A deal whose place is not decided still shows what is known of its push. */
export async function opportunityPanelsOf(deps: PanelsDeps, orgId: string, opportunityId: string, question: OpportunityQuestion, requestId: string): Promise<OpportunityPanels> {
  const push = await findPush(deps.db, orgId, orderKey(orgId, opportunityId, question.cycle));
  const found = await placeOf(deps, orgId, question, push);
  const run = { deps, orgId, question, requestId, push, place: found instanceof CrossledgerError ? null : found, problem: found instanceof CrossledgerError ? found : null };
  const [stock, order] = await Promise.all([
    question.parts.includes('stock') ? stockPart(run) : undefined,
    question.parts.includes('order') ? orderPart(run) : undefined,
  ]);
  return { connection: run.place?.connection.name ?? null, company: run.place?.company ?? null, parts: { ...(stock === undefined ? {} : { stock }), ...(order === undefined ? {} : { order }) } };
}

interface Run {
  deps: PanelsDeps;
  orgId: string;
  question: OpportunityQuestion;
  requestId: string;
  push: Push | undefined;
  place: Place | null;
  problem: CrossledgerError | null;
}

/** The place of a push that is under way counts more than what the account says by now. */
async function placeOf(deps: PanelsDeps, orgId: string, question: OpportunityQuestion, push: Push | undefined): Promise<Place | CrossledgerError> {
  try {
    return await findPlace(deps.directory, orgId, {
      accountName: 'of this deal',
      connection: push?.connection ?? question.connection ?? null,
      company: push?.company ?? question.company ?? null,
      country: question.country ?? null,
    }, { fresh: false });
  } catch (thrown) {
    return asError(thrown);
  }
}

const contextOf = ({ deps, requestId }: Run): CallContext => ({ lane: 'live', deadlineAt: deps.clock.now() + READ_MS, requestId });
const failed = <T>(run: Run, error: CrossledgerError): Part<T> => ({ state: 'error', asOf: null, data: null, problem: toProblem(error, run.requestId) });

async function stockPart(run: Run): Promise<StockPart> {
  const { place, problem, question, deps } = run;
  if (place === null) return failed(run, problem ?? new CrossledgerError('connection.undecided', { account: '' }));
  const erp = await deps.directory.erp(run.orgId, place.connection.name);
  const items = wantedItems(question);
  const subject = createHash('sha256').update(JSON.stringify(items)).digest('base64url');
  const part = await livePart(deps.clock, deps.kept, {
    key: { orgId: run.orgId, connection: place.connection.name, company: place.company, part: 'stock', subject },
    keepDays: place.connection.keepDays,
    deadlineMs: place.connection.panelDeadlineMs,
    requestId: run.requestId,
    read: async (): Promise<Availability[]> => (items.length === 0 ? [] : erp.reads.availability(place.company, items, contextOf(run))),
  });
  return { ...part, data: part.data === null ? null : { lines: question.lines.map((line) => stockLine(line, part.data ?? [])) } };
}

/** Each item once, with the quantity of all its lines. */
function wantedItems(question: OpportunityQuestion) {
  const wanted = new Map<string, string>();
  for (const line of question.lines) {
    if (line.itemNumber !== null) wanted.set(line.itemNumber, add(wanted.get(line.itemNumber) ?? '0', line.quantity));
  }
  return [...wanted].map(([itemNumber, quantity]) => ({ itemNumber, quantity }));
}

function stockLine(line: OpportunityQuestion['lines'][number], found: readonly Availability[]) {
  const item = line.itemNumber === null ? undefined : (found.find((candidate) => candidate.itemNumber === line.itemNumber) ?? found.find((candidate) => candidate.itemNumber.trim() === line.itemNumber?.trim()));
  const missing = line.itemNumber === null ? new CrossledgerError('order.item-missing', { product: line.productName }) : null;
  return { lineId: line.lineId, productName: line.productName, quantity: line.quantity, item: item ?? null, problem: missing?.sentence ?? null, code: missing?.code ?? null };
}

async function orderPart(run: Run): Promise<OrderPart> {
  const { push, place, question, deps } = run;
  const number = push?.order_number ?? question.orderNumber ?? null;
  const view = push === undefined ? null : viewOf(push);
  const erp = place === null ? null : await deps.directory.erp(run.orgId, place.connection.name);
  const base = { push: view, reports: [...(erp?.capabilities.orderSteps ?? [])], ...sendable(run, erp?.capabilities.orderPush !== undefined) };
  if (number === null || place === null || erp === null) return { state: 'live', asOf: new Date(deps.clock.now()).toISOString(), data: { ...base, order: null }, problem: null };
  const part = await livePart(deps.clock, deps.kept, {
    key: { orgId: run.orgId, connection: place.connection.name, company: place.company, part: 'order', subject: number },
    keepDays: place.connection.keepDays,
    deadlineMs: place.connection.panelDeadlineMs,
    requestId: run.requestId,
    read: () => erp.reads.order(place.company, number, contextOf(run)),
  });
  return { ...part, state: part.state === 'error' ? 'stale' : part.state, data: { ...base, order: part.data } };
}

/** Whether Send to ERP would do anything now, and why not. */
function sendable({ push, place, problem, question }: Run, canPush: boolean): Pick<NonNullable<OrderPart['data']>, 'canSend' | 'cannotSendBecause' | 'cannotSendCode'> {
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
