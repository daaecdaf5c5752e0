import type { Finding, OrderCheck } from '../../contract/check.ts';
import type { OrderSetup } from '../../connectors/connector.ts';
import { day, instant } from '../../kernel/clock.ts';
import { asError, CrossledgerError } from '../../kernel/errors.ts';
import { say, tell, wordsOf } from '../../kernel/words.ts';
import { roundMoney } from '../../kernel/money.ts';
import { orderKey, toId18 } from '../../kernel/ids.ts';
import type { OrderDraft } from '../../model/order.ts';
import type { Deal } from '../../salesforce/org-port.ts';
import { findPush } from '../../store/pushes.ts';
import type { OrdersDeps } from '../deps.ts';
import { withCharges } from '../charges.ts';
import { editDeal } from '../overrides.ts';
import { findPlace, wishOf, type Place } from '../place.ts';
import { totalsOf, type Totals, type TotalsInput } from '../totals.ts';
import type { CheckRun } from './ask.ts';
import { creditFinding } from './credit.ts';
import { compareExisting } from './existing-order.ts';
import { findingOf, refusedFor, worst } from './finding.ts';
import { checkLines, withAmounts } from './lines.ts';
import { currencyFinding, dimensionFindings, gateFinding, setupFindings, wholeDealFindings } from './order-findings.ts';
import { hashPlan } from './plan-hash.ts';
import { keepCheckedPlan } from './kept-plan.ts';
import { planOrder, requestsFor } from './planned.ts';
import { askErp, type Asked } from './questions.ts';

export interface CheckWho {
  orgId: string;
  requestId: string;
}

/** Longest time for all questions together. */
const CHECK_MS = 20_000;

/** What sending the deal would do now, found out by reading alone. Throws record.unknown for a deal that is not there. */
export async function checkOrder(deps: OrdersDeps, who: CheckWho, opportunityId: string): Promise<OrderCheck> {
  const asRead = await (await deps.directory.org(who.orgId)).readDeal(opportunityId, await deps.directory.mappedSources(who.orgId));
  if (asRead === null) throw new CrossledgerError('record.unknown', { what: 'Opportunity', id: opportunityId });
  const key = orderKey(who.orgId, asRead.id, asRead.cycle);
  const deal = editDeal(asRead, (await findPush(deps.db, who.orgId, key))?.overrides);
  const now = deps.clock.now();
  const { says, words } = say('check.tax');
  const base = { opportunityId: toId18(deal.id), key, askedAt: instant(now), tax: { amount: null, says, words } };
  const place = await placeOf(deps, who.orgId, deal);
  if (place instanceof CrossledgerError) return { ...base, ...withoutPlace(deal, place) };
  const [erp, mappings] = await Promise.all([deps.directory.erp(who.orgId, place.connection.name), deps.directory.mappings(who.orgId, place.connection.name, { fresh: true })]);
  const charged = charge(deal, place);
  const run: CheckRun = { db: deps.db, orgId: who.orgId, key, deal: charged.deal, place, erp, mappings, expressions: deps.expressions, context: { lane: 'live', deadlineAt: now + CHECK_MS, requestId: who.requestId }, today: day(now) };
  const check = { ...base, ...(await checkAt(run, charged.findings)) };
  await keepCheckedPlan(deps.db, run, check);
  return check;
}

/** The deal with its charges as a line; without, and with the reason, when nothing says which item they are. */
function charge(deal: Deal, place: Place): { deal: Deal; findings: Finding[] } {
  try {
    return { deal: withCharges(deal, place), findings: [] };
  } catch (thrown) {
    return { deal, findings: [findingOf({ subject: 'deal' }, asError(thrown))] };
  }
}

type Findings = Omit<OrderCheck, 'opportunityId' | 'key' | 'askedAt' | 'tax'>;

async function placeOf(deps: OrdersDeps, orgId: string, { account }: Deal): Promise<Place | CrossledgerError> {
  try {
    return await findPlace(deps.directory, orgId, wishOf(account), { fresh: true });
  } catch (thrown) {
    return asError(thrown);
  }
}

function withoutPlace(deal: Deal, problem: CrossledgerError): Findings {
  const lines = checkLines(deal, null, '');
  const findings = [...wholeDealFindings(deal), findingOf({ subject: 'place' }, problem), ...lines.findings];
  return { connection: null, company: null, light: worst(findings), findings, lines: lines.rows, requests: [], diff: null, net: netOf(totalsOf(inputOf(deal)), deal), planHash: null };
}

async function checkAt(run: CheckRun, ofCharges: readonly Finding[]): Promise<Findings> {
  const { deal, place } = run;
  const asked = await askErp(run);
  const lines = checkLines(deal, asked, place.company, run.today);
  const blocking: Finding[] = [...wholeDealFindings(deal), ...ofCharges, ...asked.buyer.findings, ...currencyFindings(run, asked), ...lines.findings];
  const isBlocked = asked.products === null || blocking.some((one) => one.light === 'red');
  const planned = isBlocked ? NO_PLAN : await plan(run, asked);
  const priced = planned.draft === null ? inputOf(deal) : pricedInput(planned.draft);
  const totals = priced === null ? null : totalsOf(priced, run.erp.capabilities.percentRounding);
  const existing = asked.existing === null || run.erp.capabilities.orderPush === undefined ? { findings: [], diff: null } : compareExisting(asked.existing, run.key, planned.draft, run.erp.capabilities.orderPush);
  const credit = asked.finance === null || totals === null ? [] : [creditFinding(asked.finance, totals, asked.setup)];
  const findings = [gateFinding(deal, place.connection), ...blocking, ...credit, ...setupOf(asked.setup), ...existing.findings, ...(planned.draft === null ? [] : dimensionFindings(planned.draft)), ...planned.findings, ...asked.failed];
  return {
    connection: place.connection.name, company: place.company, light: worst(findings), findings, lines: withAmounts(lines.rows, totals),
    requests: planned.requests, diff: existing.diff, net: totals === null ? null : netOf(totals, deal, run.erp.capabilities.rounding), planHash: planned.requests.length === 0 ? null : hashPlan(planned.requests),
  };
}

const currencyFindings = ({ deal, place }: CheckRun, asked: Asked): Finding[] => (asked.currencyKnown === null ? [] : [currencyFinding(deal.currency, place.company, asked.currencyKnown)]);
const setupOf = (setup: OrderSetup | null): Finding[] => (setup === null ? [] : setupFindings(setup));

interface PlanAnswer {
  requests: OrderCheck['requests'];
  draft: OrderDraft | null;
  findings: Finding[];
}
const NO_PLAN: PlanAnswer = { requests: [], draft: null, findings: [] };

async function plan(run: CheckRun, asked: Asked): Promise<PlanAnswer> {
  const where = { subject: 'requests' } as const;
  let draft: OrderDraft | null = null;
  try {
    const planned = await planOrder(run, asked.buyer, asked.products ?? []);
    if (planned === null) return NO_PLAN;
    draft = planned.draft;
    const requests = await requestsFor(run, planned);
    if (requests === null) return { requests: [], draft, findings: [refusedFor(where, 'connection.unsupported', { erp: run.place.connection.label, reason: wordsOf('check.plan-untold') }, 'amber')] };
    return { requests: requests.map((request) => ({ ...request, body: { ...request.body } })), draft, findings: [] };
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === 'internal.fault') throw error;
    return { requests: [], draft, findings: [findingOf(where, error)] };
  }
}

/** What is planned, as its totals are made; null when the ERP prices a line itself. */
function pricedInput(draft: OrderDraft): TotalsInput | null {
  const lines = draft.lines.flatMap(({ unitPrice, ...line }) => (unitPrice === null ? [] : [{ ...line, unitPrice }]));
  return lines.length === draft.lines.length ? { ...draft, lines } : null;
}

/** Totals need no ERP: they stand even when an item is unknown. */
const inputOf = (deal: Deal): TotalsInput => ({
  currency: deal.currency, discountPercent: deal.discountPercent, discountAmount: deal.discountAmount,
  lines: deal.lines.map((line) => ({ reference: line.id, quantity: line.quantity, unitPrice: line.unitPrice, discountPercent: line.discountPercent ?? '0' })),
});

const netOf = ({ amount, currency, subtotal, headerDiscount }: Totals, { charges }: Deal, rounding = wordsOf('check.rounding')): OrderCheck['net'] =>
  ({ amount, currency, subtotal, headerDiscount, charges: roundMoney(charges, currency), roundingRule: tell(rounding, 'en').says, roundingWords: rounding });

