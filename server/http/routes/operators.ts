import * as contract from '../../contract/admin.ts';
import { toId18 } from '../../kernel/ids.ts';
import { actorOf } from '../../registry/operators.ts';
import { unknown } from '../../registry/refuse.ts';
import type { Registry } from '../../registry/registry.ts';
import { covers } from '../operator-token.ts';
import { forbid } from '../refuse.ts';
import { handle, type Route } from '../route.ts';

/** An admin of some orgs sees, adds and revokes only operators whose orgs lie within those. */
export const operatorRoutes = (registry: Registry): Route[] => [
  handle(contract.listOperators, async ({ caller }) => ({ rows: (await registry.listOperators()).filter((operator) => covers(caller, operator.orgs)) })),
  handle(contract.addOperator, async ({ caller, body, requestId }) => {
    const orgs = [...new Set(body.orgs.map((orgId) => (orgId === '*' ? orgId : toId18(orgId))))];
    if (!covers(caller, orgs)) throw forbid('for all of these orgs');
    const { operator, token } = await registry.addOperator({ name: body.name, role: body.role, orgs }, { actor: actorOf(caller), requestId });
    return { ...operator, token: token.reveal() };
  }),
  handle(contract.revokeOperator, async ({ caller, params, requestId }) => {
    const operator = (await registry.listOperators()).find((one) => one.id === params.operatorId);
    if (operator === undefined || !covers(caller, operator.orgs)) throw unknown('Operator', params.operatorId);
    return registry.revokeOperator(operator.id, { actor: actorOf(caller), requestId });
  }),
];
