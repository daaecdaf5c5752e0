import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database } from '../store/database.ts';
import { publishedMappings, type PublishedMapping } from '../store/mappings.ts';
import type { ConnectionRow, OrgKeyRow, OrgRow } from '../store/schema.ts';
import { connectionFrom, type Connection } from './connection.ts';

export interface OrgKey {
  kid: string;
  publicKey: KeyObject;
  /** SHA-256 of the public key, hex. */
  fingerprint: string;
  active: boolean;
  addedAt: string;
  /** End of its certificate; null when nobody knows. */
  expiresAt: string | null;
}

export interface Org {
  /** 18 characters. */
  id: string;
  name: string;
  sandbox: boolean;
  enabled: boolean;
  instanceUrl: string;
  loginUrl: string;
  clientId: string;
  username: string;
  namespace: string;
  currency: string;
  hasPrivateKey: boolean;
  stopAll: boolean;
  keys: OrgKey[];
}

/** First rule that fits decides; a null country fits every account. */
export interface RoutingRule {
  country: string | null;
  connection: string;
  company: string;
}

/** All that is known about one org, read together. */
export interface OrgBundle {
  org: Org;
  privateKeySealed: string | null;
  connections: Map<string, Connection>;
  secretsSealed: Map<string, string>;
  routing: RoutingRule[];
  /** Documents that replace shipped ones. */
  mappings: PublishedMapping[];
}

/** Null when there is no such org. */
export async function loadOrgBundle(db: Database, orgId: string): Promise<OrgBundle | null> {
  const row = await db.selectFrom('orgs').selectAll().where('id', '=', orgId).executeTakeFirst();
  if (row === undefined) return null;
  // One after the other: inside a transaction there is one connection, which takes one query at a time.
  const keys = await db.selectFrom('org_keys').selectAll().where('org_id', '=', orgId).orderBy('added_at').orderBy('kid').execute();
  const connections = await db.selectFrom('connections').selectAll().where('org_id', '=', orgId).where('removed_at', 'is', null).orderBy('name').execute();
  const routing = await db.selectFrom('routing').select(['country', 'connection', 'company']).where('org_id', '=', orgId).orderBy('position').execute();
  const mappings = await publishedMappings(db, orgId);
  return { ...bundleFrom(row, keys, connections, routing), mappings };
}

function bundleFrom(row: Selectable<OrgRow>, keys: Selectable<OrgKeyRow>[], connections: Selectable<ConnectionRow>[], routing: RoutingRule[]): Omit<OrgBundle, 'mappings'> {
  return {
    org: orgFrom(row, keys),
    privateKeySealed: row.private_key_sealed,
    connections: new Map(connections.map((c) => [c.name, connectionFrom(c)])),
    secretsSealed: new Map(connections.flatMap((c) => (c.secret_sealed === null ? [] : [[c.name, c.secret_sealed]]))),
    routing,
  };
}

const orgFrom = (row: Selectable<OrgRow>, keys: Selectable<OrgKeyRow>[]): Org => ({
  id: row.id,
  name: row.name,
  sandbox: row.sandbox,
  enabled: row.enabled,
  instanceUrl: row.instance_url,
  loginUrl: row.login_url,
  clientId: row.client_id,
  username: row.username,
  namespace: row.namespace,
  currency: row.currency,
  hasPrivateKey: row.private_key_sealed !== null,
  stopAll: row.stop_all,
  keys: keys.map((key) => ({ kid: key.kid, publicKey: createPublicKey(key.public_key_pem), fingerprint: key.fingerprint, active: key.active, addedAt: key.added_at, expiresAt: key.expires_at })),
});
