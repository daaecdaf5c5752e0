import { messageOf } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { OrdersDeps } from '../orders/deps.ts';
import { watchMergedAccounts } from '../orders/merged-accounts.ts';
import { pollOutbox } from '../orders/poll.ts';
import { reconcileWonDeals } from '../orders/reconcile.ts';
import { sweepDuePushes } from '../orders/sweep.ts';
import { watchSentDeals } from '../orders/watch.ts';
import type { Registry } from '../registry/registry.ts';
import { forgetExpiredPanels } from '../store/panel-cache.ts';

const SWEEP_MS = 500;
const RECONCILE_MS = 3_600_000;
/** One call of Salesforce per turn when nothing changed. */
const WATCH_MS = 120_000;
const HOUSEKEEP_MS = 600_000;
/** A push that is this late has lost its job. */
const OVERDUE_MS = 0;

export interface Turns {
  /** Reads the org's outbox now; while a reading is under way, once more after it. */
  wake(orgId: string): void;
  stop(): Promise<void>;
}

/** What happens by itself in every instance; leases see to it that only one does it. */
export function startTurns(deps: { orders: OrdersDeps; jobs: Jobs; registry: Registry; pollMs: number; log: Log }): Turns {
  const { orders, jobs, registry, log } = deps;
  const polling = new Map<string, { again: boolean; run: Promise<void> }>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  const guard = async (event: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn(event, { problem: messageOf(error) });
    }
  };

  const poll = async (orgId: string): Promise<void> => {
    await guard('outbox.not-read', () => pollOutbox(orders, jobs, orgId));
    const entry = polling.get(orgId);
    polling.delete(orgId);
    if (entry?.again === true && !stopped) wake(orgId);
  };

  const wake = (orgId: string): void => {
    const entry = polling.get(orgId);
    if (entry !== undefined) entry.again = true;
    else if (!stopped) {
      const run = { again: false, run: Promise.resolve() };
      polling.set(orgId, run);
      run.run = poll(orgId);
    }
  };

  const everyOrg = (work: (orgId: string) => Promise<unknown> | void) => async (): Promise<void> => {
    for (const org of await registry.enabledOrgs()) await work(org.id);
  };
  const reconcile = everyOrg((orgId) => guard('deals.not-reconciled', () => reconcileWonDeals(orders, jobs, orgId)));

  /** The next turn starts when the last one has ended. */
  const turn = (everyMs: number, event: string, work: () => Promise<unknown>): NodeJS.Timeout => {
    let busy = false;
    return setInterval(() => {
      if (busy || stopped) return;
      busy = true;
      const run = guard(event, work).finally(() => { busy = false; running.delete(run); });
      running.add(run);
    }, everyMs);
  };

  const timers = [
    turn(deps.pollMs, 'outbox.not-read', everyOrg(wake)),
    turn(SWEEP_MS, 'pushes.not-swept', () => sweepDuePushes(orders.db, jobs, OVERDUE_MS)),
    turn(RECONCILE_MS, 'deals.not-reconciled', reconcile),
    turn(WATCH_MS, 'accounts.not-watched', everyOrg((orgId) => guard('accounts.not-watched', () => watchMergedAccounts(orders, orgId)))),
    turn(WATCH_MS, 'deals.not-watched', everyOrg((orgId) => guard('deals.not-watched', () => watchSentDeals(orders, orgId)))),
    turn(HOUSEKEEP_MS, 'panels.not-forgotten', () => forgetExpiredPanels(orders.db)),
  ];
  const first = guard('deals.not-reconciled', async () => { await everyOrg(wake)(); await reconcile(); });
  running.add(first);
  void first.finally(() => running.delete(first));

  return {
    wake,
    async stop() {
      stopped = true;
      timers.forEach((timer) => clearInterval(timer));
      await Promise.all([...running, ...[...polling.values()].map((entry) => entry.run)]);
    },
  };
}
