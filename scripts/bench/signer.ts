import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { addOrgKey } from '../../server/contract/admin.ts';
import { wakeOutbox } from '../../server/contract/orders.ts';
import { toId18 } from '../../server/kernel/ids.ts';
import type { BackendClient } from '../setup/backend-client.ts';
import type { SandboxOrg } from '../setup/sandbox-org.ts';
import type { Read } from './job.ts';

const AUDIENCE = 'crossledger-sandbox';
const LIFETIME_SECONDS = 590;
const PARTS = 'finance,invoices,payments,orders';

export interface Account {
  connection: string;
  company: string;
  customer: string;
}

/** Calls that the backend takes for this org's. */
export interface Signer {
  /** A panel read, signed before the load starts, since a read's token may be used again. */
  signRead(account: Account, index: number): Promise<Read>;
  /** The nudge that a trigger gives. */
  wake(): Promise<void>;
}

/** Gives the org a second key, whose private half stays here. */
export async function createSigner(backendUrl: string, operator: BackendClient, org: SandboxOrg): Promise<Signer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await operator(addOrgKey, { params: { orgId: org.id }, body: { kid: 'bench', certificate } });
  const sign = async (requestLine: string, more: Record<string, string> = {}): Promise<string> => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { sbx: org.isSandbox, usr: 'bench@example.com', prm: ['Crossledger_View_Finance'], rh: sha256(requestLine), ...more };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' }).setIssuer(org.id).setSubject(toId18('005000000000001')).setAudience(AUDIENCE)
      .setIssuedAt(now).setNotBefore(now).setExpirationTime(now + LIFETIME_SECONDS).sign(privateKey);
  };
  return {
    async signRead({ connection, company, customer }, index) {
      const path = `/v1/accounts/${toId18(`001${String(index).padStart(12, '0')}`)}/panels?${new URLSearchParams({ connection, company, customer, parts: PARTS }).toString()}`;
      return { url: backendUrl + path, headers: { authorization: `Bearer ${await sign(`GET ${path}`)}`, accept: 'application/json' }, kind: 'panels' };
    },
    async wake() {
      const token = await sign(`POST ${wakeOutbox.path}`, { bh: sha256(''), jti: randomUUID() });
      const response = await fetch(backendUrl + wakeOutbox.path, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(`The nudge was answered ${response.status}: ${await response.text()}`);
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');
