import * as z from 'zod';
import { createPublicKey } from 'node:crypto';
import { decodeJwt } from 'jose';
import { parsePublicKey } from '../registry/public-key.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { OrgCaller } from './caller.ts';
import { verifyOrgToken, type OrgTokenOptions, type SignedRequest } from './org-token.ts';
import { bearerOf, invalid } from './refuse.ts';

const offer = z.object({ certificate: z.string().min(100).max(10_000) });

/**
 * Proof of possession: the token must be signed with the certificate in the body, which the token's body hash covers. All else is
 * checked as for a known org; which org may come in at all, the pairing code decides.
 */
export async function verifyPairingToken(request: SignedRequest, body: unknown, options: Omit<OrgTokenOptions, 'registry'>): Promise<OrgCaller> {
  const offered = offer.safeParse(body).data;
  if (offered === undefined) throw invalid('certificate is missing');
  const { pem, fingerprint } = parsePublicKey(offered.certificate);
  const { sbx } = readClaims(request);
  const asOffered = (id: string): Org => ({
    id, name: '', sandbox: sbx === true, enabled: true, instanceUrl: '', loginUrl: '', clientId: '', username: '', namespace: '', currency: '', hasPrivateKey: false, stopAll: false,
    keys: [{ kid: '', publicKey: createPublicKey(pem), fingerprint, active: true, addedAt: '', expiresAt: null }],
  });
  // The code is used once; the token need not be remembered, and there is no org yet to remember it for.
  return verifyOrgToken(request, { ...options, registry: { org: async (id) => asOffered(id), useToken: async () => true, noteOrgCall: () => undefined } });
}

/** Before the signature is checked: only to compare the claim with itself, since nothing is registered. */
function readClaims(request: SignedRequest): Record<string, unknown> {
  try {
    return decodeJwt(bearerOf(request.header('authorization')));
  } catch {
    return {}; // verifyOrgToken refuses it with the reason
  }
}
