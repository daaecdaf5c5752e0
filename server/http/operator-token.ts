import type { Endpoint, Role } from '../contract/endpoint.ts';
import type { CrossledgerError } from '../kernel/errors.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Registry } from '../registry/registry.ts';
import type { OperatorCaller } from './caller.ts';
import { bearerOf, forbid, refuse, unknownOrg } from './refuse.ts';

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

export interface OperatorRequest {
  endpoint: Endpoint;
  role: Role;
  /** As the path says it. */
  orgId: string | undefined;
  authorization: string | undefined;
  requestId: string;
}

/** Who holds the token. Each use is written down before anything else happens, a refused one as well. */
export async function verifyOperatorToken(request: OperatorRequest, registry: Pick<Registry, 'findOperator' | 'noteOperatorUse'>): Promise<OperatorCaller> {
  const operator = await registry.findOperator(bearerOf(request.authorization));
  if (operator === null) throw refuse('unknown operator token');
  const problem = problemOf(operator, request);
  await registry.noteOperatorUse(operator, {
    endpoint: request.endpoint.id,
    orgId: request.orgId === undefined ? null : toId18(request.orgId).slice(0, 18),
    allowed: problem === null,
    scrape: request.endpoint.id === 'metrics',
    requestId: request.requestId,
  });
  if (problem !== null) throw problem;
  return { kind: 'operator', id: operator.id, name: operator.name, role: operator.role, orgs: operator.orgs };
}

export const maySee = (caller: Pick<OperatorCaller, 'orgs'>, orgId: string): boolean => caller.orgs.includes('*') || caller.orgs.includes(toId18(orgId));

/** Whether every org of a list lies within the caller's own: nobody hands out more than they have. */
export const covers = (caller: Pick<OperatorCaller, 'orgs'>, orgs: readonly string[]): boolean => caller.orgs.includes('*') || orgs.every((orgId) => orgId !== '*' && maySee(caller, orgId));

/** An org outside the list is answered like one that does not exist. */
function problemOf(operator: { role: Role; orgs: string[]; revokedAt: string | null }, request: OperatorRequest): CrossledgerError | null {
  if (operator.revokedAt !== null) return refuse('operator token was revoked');
  if (request.orgId !== undefined && !maySee(operator, request.orgId)) return unknownOrg(request.orgId);
  return RANK[operator.role] < RANK[request.role] ? forbid(`role ${request.role}`) : null;
}
