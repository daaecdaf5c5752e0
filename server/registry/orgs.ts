import type * as z from 'zod';
import type { orgSettings } from '../contract/admin.ts';
import { Secret, seal } from '../kernel/secret.ts';
import type { Database } from '../store/database.ts';
import { loadOrgBundle, type Org } from './org-bundle.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { checkPrivateKey, parsePublicKey, type PublicKey } from './public-key.ts';
import { checkAddress, invalid, unknown } from './refuse.ts';
import { CrossledgerError } from '../kernel/errors.ts';

const MAX_ACTIVE_KEYS = 2;

export type OrgSettings = z.output<typeof orgSettings>;

export const privateKeyOwner = (orgId: string): string => `org/${orgId}/privateKey`;

/** Registers an org or changes its registration; an absent private key is kept. */
export async function putOrg(parts: RegistryParts, orgId: string, settings: OrgSettings, by: Actor): Promise<void> {
  checkAddress(settings.instanceUrl, parts.addressRules);
  checkAddress(settings.loginUrl, parts.addressRules);
  const { privateKey, ...rest } = settings;
  if (privateKey !== undefined) checkPrivateKey(privateKey);
  const sealed = privateKey === undefined ? {} : { private_key_sealed: seal(parts.masterKey, privateKeyOwner(orgId), new Secret(privateKey)) };
  const values = {
    name: rest.name, sandbox: rest.sandbox, enabled: rest.enabled, instance_url: rest.instanceUrl, login_url: rest.loginUrl,
    client_id: rest.clientId, username: rest.username, namespace: rest.namespace, currency: rest.currency, ...sealed,
  };
  await parts.db.transaction().execute(async (db) => {
    const before = (await loadOrgBundle(db, orgId))?.org ?? null;
    await db.insertInto('orgs').values({ id: orgId, private_key_sealed: null, ...values }).onConflict((c) => c.column('id').doUpdateSet(values)).execute();
    const after = (await loadOrgBundle(db, orgId))?.org ?? null;
    await parts.audit(db, {
      orgId, actor: by.actor, action: before ? 'org.changed' : 'org.registered', subject: `org/${orgId}`, requestId: by.requestId,
      before: before && auditView(before), after: after && { ...auditView(after), privateKeyReplaced: privateKey !== undefined },
    });
  });
}

const auditView = ({ keys: _keys, ...org }: Org): Omit<Org, 'keys'> => org;

/** At most two keys are active, so that a new one can be registered before the old one goes. */
export async function addOrgKey(parts: RegistryParts, orgId: string, kid: string, certificate: string, by: Actor): Promise<void> {
  const key = parsePublicKey(certificate);
  await parts.db.transaction().execute((db) => addKey(parts, db, { orgId, kid, ...key }, by));
}

/** As `addOrgKey`, inside the transaction of the caller. */
export async function addKey(parts: RegistryParts, db: Database, key: PublicKey & { orgId: string; kid: string }, by: Actor): Promise<void> {
  const { orgId, kid, pem, fingerprint, expiresAt } = key;
  await lockOrg(db, orgId);
  const keys = await db.selectFrom('org_keys').select(['kid', 'fingerprint', 'active']).where('org_id', '=', orgId).execute();
  const active = keys.filter((one) => one.active);
  const same = active.find((one) => one.kid === kid || one.fingerprint === fingerprint);
  if (same) throw new CrossledgerError('record.exists', { what: 'Key', id: same.kid });
  if (active.length >= MAX_ACTIVE_KEYS) throw invalid(`the org has ${MAX_ACTIVE_KEYS} active keys already (${active.map((one) => one.kid).join(', ')}); remove one first`);
  const values = { public_key_pem: pem, fingerprint, active: true, expires_at: expiresAt };
  await db.insertInto('org_keys').values({ org_id: orgId, kid, ...values }).onConflict((c) => c.columns(['org_id', 'kid']).doUpdateSet(values)).execute();
  await parts.audit(db, { orgId, actor: by.actor, action: 'org-key.added', subject: `org/${orgId}/key/${kid}`, after: { kid, fingerprint }, requestId: by.requestId });
}

export async function removeOrgKey(parts: RegistryParts, orgId: string, kid: string, by: Actor): Promise<void> {
  await parts.db.transaction().execute(async (db) => {
    await lockOrg(db, orgId);
    const removed = await db.updateTable('org_keys').set({ active: false }).where('org_id', '=', orgId).where('kid', '=', kid).where('active', '=', true).returning('fingerprint').executeTakeFirst();
    if (removed === undefined) throw unknown('Key', kid);
    await parts.audit(db, {
      orgId, actor: by.actor, action: 'org-key.removed', subject: `org/${orgId}/key/${kid}`, requestId: by.requestId,
      before: { kid, fingerprint: removed.fingerprint, active: true }, after: { kid, fingerprint: removed.fingerprint, active: false },
    });
  });
}

/** The stop switch for all connections of an org. */
export async function setStopAll(parts: RegistryParts, orgId: string, stopped: boolean, reason: string, by: Actor): Promise<void> {
  await parts.db.transaction().execute(async (db) => {
    const before = await lockOrg(db, orgId);
    await db.updateTable('orgs').set({ stop_all: stopped }).where('id', '=', orgId).execute();
    await parts.audit(db, {
      orgId, actor: by.actor, action: stopped ? 'org.stopped' : 'org.started', subject: `org/${orgId}`, reason, requestId: by.requestId,
      before: { stopAll: before.stop_all }, after: { stopAll: stopped },
    });
  });
}

async function lockOrg(db: Database, orgId: string): Promise<{ stop_all: boolean }> {
  const row = await db.selectFrom('orgs').select('stop_all').where('id', '=', orgId).forUpdate().executeTakeFirst();
  if (row === undefined) throw unknown('Org', orgId);
  return row;
}

export async function orgIds(db: Database, onlyEnabled: boolean): Promise<string[]> {
  const query = db.selectFrom('orgs').select('id').orderBy('name').orderBy('id');
  return (await (onlyEnabled ? query.where('enabled', '=', true) : query).execute()).map((row) => row.id);
}
