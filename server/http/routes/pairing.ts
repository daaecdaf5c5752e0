import * as contract from '../../contract/pairing.ts';
import { toId18 } from '../../kernel/ids.ts';
import { actorOf } from '../../registry/operators.ts';
import type { Registry } from '../../registry/registry.ts';
import { handle, type Route } from '../route.ts';

export const pairingRoutes = (registry: Registry, audience: string): Route[] => [
  handle(contract.createPairingCode, async ({ caller, params, body, requestId }) => {
    const { code, expiresAt } = await registry.createPairingCode({ orgId: toId18(params.orgId), sandbox: body.sandbox }, { actor: actorOf(caller), requestId });
    return { code: code.reveal(), expiresAt, audience };
  }),
  handle(contract.pairOrg, async ({ caller, body, requestId }) => {
    const { org, isNew, fingerprint } = await registry.pairOrg(caller, body, { actor: `user:${caller.userId}`, requestId });
    return { orgId: org.id, orgName: org.name, sandbox: org.sandbox, fingerprint, isNew, canSignIn: org.hasPrivateKey && org.clientId !== '' && org.username !== '' };
  }),
];
