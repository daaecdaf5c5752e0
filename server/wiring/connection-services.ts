import type { ConnectionTrial } from '../contract/connection-trial.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Services } from '../http/services.ts';
import type { Company } from '../model/company.ts';
import type { CallContext } from '../net/http-client.ts';
import type { OrdersDeps } from '../orders/deps.ts';
import type { Connection } from '../registry/connection.ts';
import type { Registry } from '../registry/registry.ts';

/** Companies of an ERP, with settings that are not saved. */
export type TryConnection = (connection: { orgId: string; name: string }, trial: ConnectionTrial, context: CallContext) => Promise<Company[]>;

const named = (companies: readonly Company[]) => companies.map(({ id, name }) => ({ id, name }));

/** What an admin asks of the ERP itself about a connection; org ids have 18 characters. */
export function connectionServices({ directory, clock, callMs }: OrdersDeps, registry: Registry, tryConnection: TryConnection): Pick<Services, 'tryConnection' | 'probeConnection' | 'listWarehouses'> {
  const live = (requestId: string): CallContext => ({ lane: 'live', deadlineAt: clock.now() + callMs, requestId });
  const known = async (orgId: string, name: string): Promise<Connection> => {
    const connection = await registry.connection(orgId, name, { fresh: true });
    if (connection === null) throw new CrossledgerError('record.unknown', { what: 'Connection', id: name });
    return connection;
  };
  return {
    tryConnection: async (connection, trial, requestId) => ({ companies: named(await tryConnection(connection, trial, live(requestId))) }),
    probeConnection: async (orgId, name, requestId) => {
      await known(orgId, name);
      const { reads } = await directory.erp(orgId, name);
      const { companies, findings } = await reads.probe(live(requestId));
      return { ok: true, companies: named(companies), findings };
    },
    listWarehouses: async (orgId, name, requestId) => {
      const [{ settings }, rules] = await Promise.all([known(orgId, name), registry.routingRules(orgId, { fresh: true })]);
      const { reads } = await directory.erp(orgId, name);
      const read = async (company: string) => (await reads.warehouses(company, live(requestId))).map((warehouse) => ({ ...warehouse, company }));
      const routed = rules.filter((rule) => rule.connection === name).map((rule) => rule.company);
      return { rows: (await Promise.all(distinct([settings.defaultCompany, ...Object.keys(settings.companies), ...routed]).map(read))).flat() };
    },
  };
}

/** Companies are the same whatever their case. */
const distinct = (companies: readonly string[]): string[] => [...new Map(companies.toReversed().map((company) => [company.toLowerCase(), company])).values()].toReversed();
