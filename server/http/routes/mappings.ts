import * as contract from '../../contract/mappings.ts';
import { toId18 } from '../../kernel/ids.ts';
import type { MappedObject } from '../../mapping/document.ts';
import { actorOf } from '../../registry/operators.ts';
import { unknown } from '../../registry/refuse.ts';
import type { OperatorCaller } from '../caller.ts';
import { maySee } from '../operator-token.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

const by = (call: { caller: OperatorCaller; requestId: string }) => ({ actor: actorOf(call.caller), requestId: call.requestId });

export const mappingRoutes = ({ mappings }: Services): Route[] => [
  handle(contract.listMappings, async ({ params }) => ({ rows: await mappings.list(toId18(params.orgId), params.connection) })),
  handle(contract.readMapping, ({ params, query, requestId }) => mappings.read(placeOf(params), query.version, requestId)),
  handle(contract.saveMapping, (call) => mappings.save(placeOf(call.params), call.body, by(call))),
  handle(contract.publishMapping, (call) => mappings.publish(placeOf(call.params), call.body, by(call))),
  handle(contract.mappingHistory, ({ params }) => mappings.history(placeOf(params))),
  handle(contract.diffMapping, ({ params, query }) => mappings.diff(placeOf(params), query.from, query.to)),
  handle(contract.checkMapping, ({ params, body, requestId }) => mappings.check(placeOf(params), body.text, requestId)),
  handle(contract.dryRunMapping, ({ caller, params, body, requestId }) => {
    const [orgId = '', connection = '', object = ''] = params.mappingId.split('~');
    // The org stands inside the id, so the list of orgs is held against it here; another's document is answered like one that does not exist.
    if (!maySee(caller, orgId)) throw unknown('Mapping', params.mappingId);
    return mappings.dryRun({ orgId: toId18(orgId), connection, object: object as MappedObject }, { opportunityId: toId18(body.opportunityId), version: body.version }, requestId);
  }),
];

const placeOf = (params: { orgId: string; connection: string; object: MappedObject }) => ({ orgId: toId18(params.orgId), connection: params.connection, object: params.object });
