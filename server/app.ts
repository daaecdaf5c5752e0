import { randomUUID } from 'node:crypto';
import type { Config } from './config/config.ts';
import { systemClock } from './kernel/clock.ts';
import { messageOf } from './kernel/errors.ts';
import type { Log } from './kernel/log.ts';
import { createJobs } from './jobs/jobs.ts';
import { createExpressions } from './mapping/expressions/expressions.ts';
import { DEFAULT_LIMITS, createMemoryLimiter, type LimiterSettings } from './net/memory-limiter.ts';
import { createPools } from './net/pools.ts';
import { advancePush } from './orders/advance.ts';
import type { OrdersDeps } from './orders/deps.ts';
import { PUSH_ORDER } from './orders/accept.ts';
import { createKeptPanels } from './panels/kept-panels.ts';
import { createRegistry } from './registry/registry.ts';
import { openStore } from './store/database.ts';
import { startBeating } from './store/leases.ts';
import { createDirectory } from './wiring/directory.ts';
import { watchErpCalls } from './wiring/erp-calls.ts';
import { createErps, openErpAnew } from './wiring/erps.ts';
import { startHttp } from './wiring/http.ts';
import { createSharedLimiter } from './wiring/shared-limiter.ts';
import { startTurns } from './wiring/turns.ts';
import { tryConnection } from './wiring/try-connection.ts';

export interface App {
  /** Address that it answers on. */
  url: string;
  stop(): Promise<void>;
}

const STOP_MS = 20_000;
const PUSHES_AT_ONCE = 6;

/** Builds every part by hand, connects them and starts. */
export async function startApp(config: Config, log: Log): Promise<App> {
  const clock = systemClock;
  const instance = randomUUID();
  const report = (event: string) => (error: unknown) => log.error(event, { problem: messageOf(error) });
  const store = await openStore({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder });
  const { db } = store;
  const stopBeating = await startBeating(db, instance, report('beat.failed'));
  const registry = createRegistry({ db, clock, masterKey: config.masterKey, addressRules: config.addressRules });
  await registry.ensureFirstOperator(config.dataFolder);

  const pools = createPools();
  const limits = new Map<string, LimiterSettings>();
  const settingsOf = (connection: string): LimiterSettings => limits.get(connection) ?? DEFAULT_LIMITS;
  const shared = store.kind === 'postgres' ? createSharedLimiter(db, clock, instance, settingsOf, report('limiter.failed')) : null;
  const limiter = shared ?? createMemoryLimiter(clock, settingsOf);
  const calls = watchErpCalls(clock);
  const erps = { registry, clock, log, limiter, pools, limits, calls };
  const erp = createErps(erps);
  const directory = createDirectory(registry, clock, erp);
  const kept = createKeptPanels(db, report('panels.not-kept'));
  const expressions = createExpressions();
  const orders: OrdersDeps = { db, clock, callMs: config.callMs, directory, expressions, log, instance };
  const panels = { db, clock, directory, kept };

  const jobs = await createJobs(store, [
    { name: PUSH_ORDER, concurrency: PUSHES_AT_ONCE, groupConcurrency: Math.ceil(PUSHES_AT_ONCE * 0.75), run: (data: { orgId: string; key: string }) => advancePush(orders, data.orgId, data.key) },
  ], report('jobs.failed'));
  const turns = startTurns({ orders, jobs, registry, pollMs: config.pollMs, log });
  const health = { db, registry, calls, useOf: (connection: string) => limiter.use(connection) };
  const http = await startHttp({ config, log, clock, registry, orders, panels, jobs, health, openErp: (orgId, name) => openErpAnew(erps, orgId, name), tryConnection: (connection, trial, context) => tryConnection(erps, connection, trial, context), wake: (orgId) => turns.wake(orgId) });
  await jobs.work();
  log.info('app.started', { url: http.url, store: store.kind });

  return {
    url: http.url,
    async stop() {
      await http.close();
      await turns.stop();
      await jobs.stop(STOP_MS);
      expressions.close();
      await kept.flush();
      await shared?.close();
      await pools.close();
      await stopBeating();
      await store.close();
      log.info('app.stopped');
    },
  };
}
