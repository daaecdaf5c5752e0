import { CrossledgerError } from '../kernel/errors.ts';
import type { Services } from '../http/services.ts';
import type { CallContext } from '../net/http-client.ts';
import type { OrdersDeps } from '../orders/deps.ts';
import type { Connection } from '../registry/connection.ts';
import type { Registry } from '../registry/registry.ts';

/** What an admin asks of the ERP itself about a saved connection; org ids have 18 characters. */
export function connectionServices({ directory, clock, callMs }: OrdersDeps, registry: Registry): Pick<Services, 'probeConnection' | 'listWarehouses'> {
  const live = (requestId: string): CallContext => ({ lane: 'live', deadlineAt: clock.now() + callMs, requestId });
  const known = async (orgId: string, name: string): Promise<Connection> => {
    const connection = await registry.connection(orgId, name, { fresh: true });
    if (connection === null) throw new CrossledgerError('record.unknown', { what: 'Connection', id: name });
    return connection;
  };
  return {
    probeConnection: async (orgId, name, requestId) => {
      await known(orgId, name);
      const { reads } = await directory.erp(orgId, name);
      const { companies, findings } = await reads.probe(live(requestId));
      return { ok: true, companies: companies.map(({ id, name: label }) => ({ id, name: label })), findings };
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
