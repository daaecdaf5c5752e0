import type { DoctorReport } from '../contract/doctor.ts';
import { instant } from '../kernel/clock.ts';
import { say } from '../kernel/words.ts';
import { fail, runCheck, type Check } from './check.ts';
import { connectionChecks, openConnections, type OpenConnection } from './connection-checks.ts';
import type { DoctorDeps } from './deps.ts';
import { mappingChecks } from './mapping-checks.ts';
import { orgChecks } from './org-checks.ts';
import { signInTo } from './sign-in.ts';
import { workChecks } from './work-checks.ts';

const DEADLINE_MS = 20_000;

/** Tests every link of an org now, all side by side. Writes nothing; what fails becomes a finding, so only a broken store throws. */
export async function runDoctor(deps: DoctorDeps, orgId: string, requestId: string): Promise<DoctorReport> {
  const { clock } = deps.orders;
  const checks = await Promise.all((await checksOf(deps, orgId, requestId)).map((check) => runCheck(check, clock, DEADLINE_MS)));
  return { ok: checks.every((check) => check.status !== 'failed'), checkedAt: instant(clock.now()), checks };
}

async function checksOf(deps: DoctorDeps, orgId: string, requestId: string): Promise<Check[]> {
  const org = await deps.registry.org(orgId, { fresh: true });
  if (org === null) return [{ id: 'org.registered', ask: () => unregistered(orgId) }];
  const connections: OpenConnection[] = openConnections(deps, await deps.registry.connections(orgId, { fresh: true }), requestId);
  const signIn = signInTo(deps, org);
  return [
    ...orgChecks(deps, org, signIn),
    ...connections.flatMap((connection) => connectionChecks(org, connection, signIn)),
    ...connections.flatMap((connection) => mappingChecks(deps, connection)),
    ...workChecks(deps, org, connections),
  ];
}

const unregistered = (orgId: string) => fail(say('doctor.not-registered', { org: orgId }), 'org.not-registered');
