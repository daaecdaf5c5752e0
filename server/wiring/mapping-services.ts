import type { MappingServices } from '../http/mapping-services.ts';
import type { CallContext } from '../net/http-client.ts';
import { checkText } from '../orders/check-text.ts';
import { diffVersions, dryRun, listMappings, placeFor, publishMapping, saveMapping, viewMapping, type MappingDeps } from '../orders/mapping-service.ts';

/** Hands the mapping documents to the HTTP edge. */
export function mappingServices(deps: MappingDeps): MappingServices {
  const { orders, registry } = deps;
  const contextOf = (requestId: string): CallContext => ({ lane: 'live', deadlineAt: orders.clock.now() + orders.callMs, requestId });
  const full = (place: { orgId: string; connection: string; object: Parameters<typeof placeFor>[3] }) => placeFor(deps, place.orgId, place.connection, place.object);
  return {
    list: (orgId, connection) => listMappings(deps, orgId, connection),
    read: async (place, version, requestId) => viewMapping(deps, await full(place), version, contextOf(requestId)),
    save: async (place, input, by) => saveMapping(deps, await full(place), input, by, contextOf(by.requestId)),
    publish: async (place, input, by) => publishMapping(deps, await full(place), input, by, contextOf(by.requestId)),
    history: async (place) => {
      const known = await full(place);
      return { ...(await registry.mappingState(known)), rows: await registry.mappingHistory(known) };
    },
    diff: async (place, from, to) => {
      const { changes, words } = await diffVersions(deps, await full(place), from, to);
      return { words, changes: changes.map(({ kind, company, target, says }) => ({ change: kind, company, target, says })) };
    },
    check: async (place, text, requestId) => checkText(deps, await full(place), text, contextOf(requestId)),
    dryRun: async (place, input, requestId) => {
      const { records, ...run } = await dryRun(deps, await full(place), input, requestId);
      return { ...run, records: records.map(({ record, explained, problems }) => ({ record, fields: explained, problems: problems.map(({ target, sentence, fixer }) => ({ target, says: sentence, fixer })) })) };
    },
  };
}
