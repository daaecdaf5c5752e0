import * as z from 'zod';
import { plannedRequest, type OrderCheck } from '../../contract/check.ts';
import type { Database } from '../../store/database.ts';
import { keepPanels, readPanel, type PanelKey } from '../../store/panel-cache.ts';
import type { CheckRun } from './ask.ts';

type Requests = OrderCheck['requests'];
/** A check that nobody acts on within a day is asked again anyway. */
const KEEP_DAYS = 1;

const keyOf = (place: Pick<PanelKey, 'orgId' | 'connection' | 'company'>, key: string, planHash: string): PanelKey => ({ ...place, part: 'order-check', subject: `${key}/${planHash}` });

/** Keeps what was shown, so that a changed plan can be told field by field. */
export async function keepCheckedPlan(db: Database, run: CheckRun, check: OrderCheck): Promise<void> {
  if (check.planHash === null) return;
  const place = { orgId: run.orgId, connection: run.place.connection.name, company: run.place.company };
  await keepPanels(db, [{ ...keyOf(place, run.key, check.planHash), data: check.requests, asOf: check.askedAt, keepDays: KEEP_DAYS }]);
}

/** The requests behind a hash that was shown; null when they are not kept any more, or were for another company. */
export async function readCheckedPlan(db: Database, orgId: string, check: OrderCheck, planHash: string): Promise<Requests | null> {
  if (check.connection === null || check.company === null) return null;
  const kept = await readPanel(db, keyOf({ orgId, connection: check.connection, company: check.company }, check.key, planHash));
  return kept === null ? null : z.array(plannedRequest).parse(kept.data);
}
