import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import type { pairOrg as contract } from '../contract/pairing.ts';
import { instant } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { Secret } from '../kernel/secret.ts';
import type { Database } from '../store/database.ts';
import { hashToken } from './operators.ts';
import { addKey } from './orgs.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { parsePublicKey } from './public-key.ts';
import { checkAddress } from './refuse.ts';

const CODE_BYTES = 20;
const CODE_LIVES_MS = 3_600_000;

/** Who asks to be paired, as its signed token says. */
export interface PairingOrg {
  orgId: string;
  sandbox: boolean;
}

/** The code is told this once; only its hash is kept. */
export async function createPairingCode(parts: RegistryParts, org: PairingOrg, by: Actor): Promise<{ code: Secret; expiresAt: string }> {
  const code = new Secret(randomBytes(CODE_BYTES).toString('base64url'));
  const expiresAt = instant(parts.clock.now() + CODE_LIVES_MS);
  await parts.db.transaction().execute(async (db) => {
    await db.insertInto('pairing_codes').values({ code_hash: hashToken(code.reveal()), org_id: org.orgId, sandbox: org.sandbox, created_by: by.actor, created_at: instant(parts.clock.now()), expires_at: expiresAt }).execute();
    await parts.audit(db, { orgId: org.orgId, actor: by.actor, action: 'pairing-code.made', subject: `org/${org.orgId}`, after: { sandbox: org.sandbox, expiresAt }, requestId: by.requestId });
  });
  return { code, expiresAt };
}

type Pairing = z.output<typeof contract.body>;

/** Registers the org, or changes what it says of itself, and adds its certificate; the code is used up by it. A certificate that is known already stays. */
export async function pairOrg(parts: RegistryParts, org: PairingOrg, pairing: Pairing, by: Actor): Promise<{ isNew: boolean; fingerprint: string }> {
  checkAddress(pairing.instanceUrl, parts.addressRules);
  const key = parsePublicKey(pairing.certificate);
  return parts.db.transaction().execute(async (db) => {
    await useCode(parts, db, org, pairing.code);
    const { name, instanceUrl: instance_url, namespace, currency } = pairing;
    const said = { name, sandbox: org.sandbox, instance_url, namespace, currency };
    const before = await db.selectFrom('orgs').select(['name', 'sandbox', 'instance_url', 'namespace', 'currency']).where('id', '=', org.orgId).forUpdate().executeTakeFirst();
    const isNew = before === undefined;
    if (isNew) await db.insertInto('orgs').values({ id: org.orgId, ...said, enabled: true, login_url: instance_url, client_id: '', username: '', private_key_sealed: null }).execute();
    else await db.updateTable('orgs').set(said).where('id', '=', org.orgId).execute();
    await parts.audit(db, { orgId: org.orgId, actor: by.actor, action: 'org.paired', subject: `org/${org.orgId}`, before: before ?? null, after: said, requestId: by.requestId });
    if (!(await isActiveKey(db, org.orgId, key.fingerprint))) await addKey(parts, db, { orgId: org.orgId, kid: pairing.kid, ...key }, by);
    return { isNew, fingerprint: key.fingerprint };
  });
}

/** One statement takes the code, so that two requests never both get in with it. */
async function useCode(parts: RegistryParts, db: Database, org: PairingOrg, code: string): Promise<void> {
  const now = instant(parts.clock.now());
  const used = await db.updateTable('pairing_codes').set({ used_at: now }).where('code_hash', '=', hashToken(code)).where('used_at', 'is', null).where('expires_at', '>', now).returning(['org_id', 'sandbox']).executeTakeFirst();
  if (used === undefined) throw new CrossledgerError('pairing.code');
  const [expected, found] = [describe(used.org_id, used.sandbox), describe(org.orgId, org.sandbox)];
  // Thrown inside the transaction: the code stays good for the org that it was made for.
  if (expected !== found) throw new CrossledgerError('pairing.org', { expected, found });
}

const describe = (orgId: string, sandbox: boolean): string => `${sandbox ? 'sandbox' : 'production'} org ${orgId}`;

const isActiveKey = async (db: Database, orgId: string, fingerprint: string): Promise<boolean> =>
  (await db.selectFrom('org_keys').select('kid').where('org_id', '=', orgId).where('fingerprint', '=', fingerprint).where('active', '=', true).executeTakeFirst()) !== undefined;
