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
  connections.length === 0 ? fail({ says: 'The org has no ERP connection.', code: 'connection.none', fix: 'Add one with connection add.', fixer: 'admin' }) : ok(`Connections: ${connections.map((open) => open.connection.name).join(', ')}.`);

async function routing({ registry }: DoctorDeps, org: Org, connections: readonly OpenConnection[]): Promise<Verdict> {
  const rules = await registry.routingRules(org.id, { fresh: true });
  const wrong: string[] = [];
  for (const rule of rules) {
    const companies = await settled(connections.find((open) => open.connection.name === rule.connection)?.companies() ?? Promise.resolve(null));
    // An ERP that does not answer is told by its own check.
    if (companies !== null && !companies.some((company) => company.id.toLowerCase() === rule.company.toLowerCase())) wrong.push(`${rule.country ?? 'every country'} leads to company ${rule.company}, which ${rule.connection} does not have`);
  }
  if (wrong.length > 0) return fail({ says: `Routing: ${wrong.join('; ')}.`, code: 'routing.company', fix: 'Correct the routing rules.', fixer: 'admin' });
  const catchesAll = rules.some((rule) => rule.country === null);
  if (connections.length > 1 && !catchesAll) return warn({ says: 'Accounts that name no connection and that no routing rule fits belong to no ERP company: their orders wait.', code: 'routing.gap', fix: 'Add a routing rule for every country, or fill ERP Connection and ERP Company on the accounts.', fixer: 'admin' });
  return ok(rules.length === 0 ? 'No routing rule; one connection takes all.' : `${rules.length} routing rules, all to companies that are there.`);
}

async function waiting({ orders }: DoctorDeps, org: Org): Promise<Verdict> {
  const [open, counts] = [await countOpenExceptions(orders.db, org.id), await countPushes(orders.db, org.id)];
  const dead = counts['dead'] ?? 0;
  if (open === 0 && dead === 0) return ok('No order waits for a decision.');
  return warn({ says: `${open} orders or deals wait for somebody${dead === 0 ? '' : `, ${dead} of them were given up after many tries`}.`, code: 'queue.open', fix: 'Look at them with queue list: each says who can put it right.', fixer: 'admin' });
}
