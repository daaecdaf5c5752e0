import type { ConnectionHealth } from '../contract/connection-health.ts';
import { instant } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { LimiterUse } from '../net/memory-limiter.ts';
import type { Connection } from '../registry/connection.ts';
import type { Registry } from '../registry/registry.ts';
import { latest, readBacklog } from '../store/backlog.ts';
import type { Database } from '../store/database.ts';
import type { ErpCalls } from './erp-calls.ts';

export interface HealthDeps {
  db: Database;
  registry: Registry;
  calls: ErpCalls;
  /** By `<org>/<connection>`. */
  useOf: (connection: string) => LimiterUse;
}

/** How each connection of the org is doing, from the store, the limiter and what was called; throws record.unknown for an unknown org. */
export async function healthOf(deps: HealthDeps, orgId: string): Promise<{ rows: ConnectionHealth[] }> {
  if ((await deps.registry.org(orgId, { fresh: true })) === null) throw new CrossledgerError('record.unknown', { what: 'Org', id: orgId });
  return { rows: await Promise.all((await deps.registry.connections(orgId, { fresh: true })).map((connection) => rowOf(deps, connection))) };
}

async function rowOf(deps: HealthDeps, { orgId, name, settings }: Connection): Promise<ConnectionHealth> {
  const id = `${orgId}/${name}`;
  const { signIn, lastSuccessAt, lastFailure } = deps.calls.of(id);
  const backlog = await readBacklog(deps.db, orgId, name);
  const { running, waiting, pausedUntil } = deps.useOf(id);
  return {
    name, signIn,
    lastSuccessAt: latest(lastSuccessAt, backlog.lastSuccessAt),
    lastFailure: newer(lastFailure, backlog.lastFailure === null ? null : { ...backlog.lastFailure, next: null }),
    limits: { concurrency: settings.concurrency, running, waiting, ratePerSecond: settings.ratePerSecond, pausedUntil: pausedUntil === null ? null : instant(pausedUntil) },
    backlog: backlog.states,
    exceptions: backlog.exceptions,
  };
}

type Failure = ConnectionHealth['lastFailure'];
const newer = (one: Failure, other: Failure): Failure => (one === null || (other !== null && Date.parse(other.at) > Date.parse(one.at)) ? other : one);
