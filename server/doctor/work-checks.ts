import { say, wordsOf, type Words } from '../kernel/words.ts';
import type { Org } from '../registry/org-bundle.ts';
import { countPushes } from '../store/pushes.ts';
import { countOpenExceptions } from '../store/exceptions.ts';
import { fail, ok, settled, warn, type Check, type Verdict } from './check.ts';
import type { OpenConnection } from './connection-checks.ts';
import type { DoctorDeps } from './deps.ts';

/** Where orders go, and what waits. */
export const workChecks = (deps: DoctorDeps, org: Org, connections: readonly OpenConnection[]): Check[] => [
  { id: 'connections', ask: () => anyConnection(connections) },
  { id: 'routing', ask: () => routing(deps, org, connections) },
  { id: 'queue.open', ask: () => waiting(deps, org) },
];

const anyConnection = (connections: readonly OpenConnection[]): Verdict =>
  connections.length === 0 ? fail(say('doctor.no-connection'), 'connection.none') : ok(say('doctor.connections', { names: connections.map((open) => open.connection.name).join(', ') }));

async function routing({ registry }: DoctorDeps, org: Org, connections: readonly OpenConnection[]): Promise<Verdict> {
  const rules = await registry.routingRules(org.id, { fresh: true });
  const wrong: Words[] = [];
  for (const rule of rules) {
    const companies = await settled(connections.find((open) => open.connection.name === rule.connection)?.companies() ?? Promise.resolve(null));
    // An ERP that does not answer is told by its own check.
    if (companies !== null && !companies.some((company) => company.id.toLowerCase() === rule.company.toLowerCase())) wrong.push(wordsOf('doctor.rule-wrong', { country: rule.country ?? wordsOf('doctor.every-country'), company: rule.company, connection: rule.connection }));
  }
  if (wrong.length > 0) return fail(say('doctor.routing-wrong', { rules: wrong }), 'routing.company');
  const catchesAll = rules.some((rule) => rule.country === null);
  if (connections.length > 1 && !catchesAll) return warn(say('doctor.routing-gap'), 'routing.gap');
  return ok(rules.length === 0 ? say('doctor.no-routing') : say('doctor.routing', { count: rules.length }));
}

async function waiting({ orders }: DoctorDeps, org: Org): Promise<Verdict> {
  const [open, counts] = [await countOpenExceptions(orders.db, org.id), await countPushes(orders.db, org.id)];
  const dead = counts['dead'] ?? 0;
  if (open === 0 && dead === 0) return ok(say('doctor.nothing-waits'));
  return warn(say('doctor.waits', { open, givenUp: dead === 0 ? '' : wordsOf('doctor.given-up', { count: dead }) }), 'queue.open');
}
