import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { parsePublicKey } from '../registry/public-key.ts';
import type { OrgCaller } from './caller.ts';
import { verifyOffer, type SignedRequest, type VerifyOptions } from './org-token.ts';
import { invalid } from './refuse.ts';

const offer = z.object({ certificate: z.string().min(100).max(10_000) });

/**
 * Proof of possession: the token must be signed with the certificate in the body, which the token's body hash covers. All else is
 * checked as for a known org; which org may come in at all, the pairing code decides, and its single use stands for the token's.
 */
export function verifyPairingToken(request: SignedRequest, body: unknown, options: VerifyOptions): OrgCaller {
  const offered = offer.safeParse(body).data;
  if (offered === undefined) throw invalid('certificate is missing');
  return verifyOffer(request, createPublicKey(parsePublicKey(offered.certificate).pem), options);
}
