import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { addOrgKey } from '../../server/contract/admin.ts';
import { sendOrder, wakeOutbox } from '../../server/contract/orders.ts';
import type { Stack } from '../setup/stack.ts';

const AUDIENCE = 'crossledger-sandbox';
const LIFETIME_SECONDS = 500;
const DEADLINE_MS = 10_000;

/** Calls that the backend takes for this org's. A backend that is down or has another clock does not hear them: that is part of the proof. */
export interface OrgVoice {
  /** The nudge of a trigger, delivered twice with the same token. */
  nudgeTwice(backendUrl: string): Promise<void>;
  /** "Send to ERP". */
  press(backendUrl: string, dealId: string): Promise<void>;
}

/** Gives the org one more key, whose private half stays here. */
export async function makeOrgVoice({ operator, org: hand, endpoints }: Stack): Promise<OrgVoice> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const org = await hand.read();
  await operator(addOrgKey, { params: { orgId: org.id }, body: { kid: 'prove', certificate: publicKey.export({ type: 'spki', format: 'pem' }).toString() } });
  const rep = `005${createHash('sha256').update(endpoints.salesforce.orgId).digest('hex').slice(0, 12)}`;
  const sign = (path: string): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sbx: org.isSandbox, usr: 'rep@example.com', prm: ['Crossledger_Send_Orders'], rh: sha256(`POST ${path}`), bh: sha256(''), jti: randomUUID() };
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'prove' }).setIssuer(org.id).setSubject(rep).setAudience(AUDIENCE).setIssuedAt(now).setNotBefore(now).setExpirationTime(now + LIFETIME_SECONDS).sign(privateKey);
  };
  const post = async (url: string, token: string): Promise<void> => {
    try {
      const response = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(DEADLINE_MS) });
      await response.arrayBuffer();
    } catch (error) {
      // Killed, frozen or not up yet: whoever calls a backend must live with that.
      if (!(error instanceof TypeError) && (error as Error).name !== 'TimeoutError') throw error;
    }
  };
  return {
    async nudgeTwice(backendUrl) {
      const token = await sign(wakeOutbox.path);
      await Promise.all([post(backendUrl + wakeOutbox.path, token), post(backendUrl + wakeOutbox.path, token)]);
    },
    async press(backendUrl, dealId) {
      const path = sendOrder.path.replace(':opportunityId', dealId);
      await post(backendUrl + path, await sign(path));
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
