import { record, type RecordAudit } from '../audit/audit.ts';
import type { ApprovalRules, ConnectionSettingsInput } from '../contract/admin.ts';
import type { ConnectionTrial } from '../contract/connection-trial.ts';
import type { Role } from '../contract/endpoint.ts';
import { toId18 } from '../kernel/ids.ts';
import { open, type Secret } from '../kernel/secret.ts';
import { createCache, type Cache } from './cache.ts';
import type { Connection, Criteria } from './connection.ts';
import { checkTrial, putConnection, secretOwner, setApproval, setCriteria, setMode, setStop } from './connections.ts';
import { ensureFirstOperator } from './first-operator.ts';
import { createOrgCalls } from './org-calls.ts';
import { createOperatorUse } from './operator-use.ts';
import { addOperator, findOperator, listOperators, revokeOperator } from './operators.ts';
import { loadOrgBundle, type Org, type OrgBundle, type RoutingRule } from './org-bundle.ts';
import { addOrgKey, orgIds, privateKeyOwner, putOrg, removeOrgKey, setStopAll, type OrgSettings } from './orgs.ts';
import { createPairingCode, pairOrg, type PairingOrg } from './pairing.ts';
import type { Actor, RegistryParts } from './parts.ts';
import { unknown } from './refuse.ts';
import { mappingHistory, mappingState, mappingText, publishMapping, saveMapping, type Place } from './mappings.ts';
import { removeConnection } from './remove-connection.ts';
import { putRouting } from './routing.ts';
import { createTokenUses } from './token-uses.ts';

/** Another instance's change is seen after this time at the latest; what writes reads fresh. */
const TIMES = { keepMs: 1800, renewMs: 900 };

export interface ReadOptions {
  /** Reads the store now instead of taking what is at most 1.8 s old. Every write decides on fresh data. */
  fresh?: boolean;
}

export type Registry = ReturnType<typeof createRegistry>;

/** Who and what is known. Org ids may have 15 or 18 characters. */
export function createRegistry(options: Omit<RegistryParts, 'audit'> & { audit?: RecordAudit }) {
  const parts: RegistryParts = { ...options, audit: options.audit ?? record };
  const bundles = createCache(parts.clock, TIMES, (orgId) => loadOrgBundle(parts.db, orgId));
  return { ...reads(parts, bundles), ...orgChanges(parts, bundles), ...connectionChanges(parts, bundles), ...mappings(parts, bundles), ...operators(parts), ...createTokenUses(parts), ...createOrgCalls(parts.clock) };
}

type Bundles = Cache<OrgBundle | null>;

function reads(parts: RegistryParts, bundles: Bundles) {
  const bundle = (orgId: string, options: ReadOptions = {}): Promise<OrgBundle | null> => bundles.get(toId18(orgId), options.fresh);
  const many = async (onlyEnabled: boolean): Promise<OrgBundle[]> => {
    const found = await Promise.all((await orgIds(parts.db, onlyEnabled)).map((orgId) => bundle(orgId)));
    return found.filter((one) => one !== null);
  };
  const connectionSecret = async (orgId: string, name: string): Promise<Secret | null> => {
    const sealed = (await bundle(orgId, { fresh: true }))?.secretsSealed.get(name);
    return sealed === undefined ? null : open(parts.masterKey, secretOwner(toId18(orgId), name), sealed);
  };
  return {
    org: async (orgId: string, options?: ReadOptions): Promise<Org | null> => (await bundle(orgId, options))?.org ?? null,
    orgs: async (): Promise<Org[]> => (await many(false)).map((one) => one.org),
    enabledOrgs: async (): Promise<Org[]> => (await many(true)).map((one) => one.org).filter((org) => org.enabled),
    /** Null when nobody gave one. */
    orgPrivateKey: async (orgId: string): Promise<Secret | null> => {
      const sealed = (await bundle(orgId, { fresh: true }))?.privateKeySealed ?? null;
      return sealed === null ? null : open(parts.masterKey, privateKeyOwner(toId18(orgId)), sealed);
    },
    connection: async (orgId: string, name: string, options?: ReadOptions): Promise<Connection | null> => (await bundle(orgId, options))?.connections.get(name) ?? null,
    connections: async (orgId: string, options?: ReadOptions): Promise<Connection[]> => [...((await bundle(orgId, options))?.connections.values() ?? [])],
    /** Of every enabled org. */
    allConnections: async (): Promise<Connection[]> => (await many(true)).flatMap((one) => [...one.connections.values()]),
    /** Null when nobody gave one. */
    connectionSecret,
    /** The secret that settings would sign in with which are not saved; refuses what saving them would refuse. */
    trialSecret: async (orgId: string, name: string, trial: ConnectionTrial): Promise<Secret | null> => {
      const known = await bundle(orgId, { fresh: true });
      if (known === null) throw unknown('Org', toId18(orgId));
      return checkTrial(parts, { sandbox: known.org.sandbox, before: known.connections.get(name) ?? null, kept: await connectionSecret(orgId, name) }, name, trial);
    },
    /** Changes when the secret does; still sealed. */
    secretVersion: async (orgId: string, name: string): Promise<string> => (await bundle(orgId))?.secretsSealed.get(name) ?? '',
    /** Changes when the private key does; still sealed. */
    privateKeyVersion: async (orgId: string): Promise<string> => (await bundle(orgId))?.privateKeySealed ?? '',
    routingRules: async (orgId: string, options?: ReadOptions): Promise<RoutingRule[]> => (await bundle(orgId, options))?.routing ?? [],
  };
}

function orgChanges(parts: RegistryParts, bundles: Bundles) {
  const changed = async (orgId: string, change: (id: string) => Promise<void>): Promise<Org> => {
    const org = (await afterChange(bundles, orgId, change))?.org;
    if (org === undefined) throw unknown('Org', orgId);
    return org;
  };
  return {
    putOrg: (orgId: string, settings: OrgSettings, by: Actor) => changed(orgId, (id) => putOrg(parts, id, settings, by)),
    addOrgKey: (orgId: string, kid: string, certificate: string, by: Actor) => changed(orgId, (id) => addOrgKey(parts, id, kid, certificate, by)),
    removeOrgKey: (orgId: string, kid: string, by: Actor) => changed(orgId, (id) => removeOrgKey(parts, id, kid, by)),
    setStopAll: (orgId: string, stopped: boolean, reason: string, by: Actor) => changed(orgId, (id) => setStopAll(parts, id, stopped, reason, by)),
    createPairingCode: (org: PairingOrg, by: Actor) => createPairingCode(parts, org, by),
    pairOrg: async ({ orgId, sandbox }: PairingOrg, pairing: Parameters<typeof pairOrg>[2], by: Actor): Promise<{ org: Org; isNew: boolean; fingerprint: string }> => {
      let done: Awaited<ReturnType<typeof pairOrg>> = { isNew: false, fingerprint: '' };
      const org = await changed(orgId, async (id) => { done = await pairOrg(parts, { orgId: id, sandbox }, pairing, by); });
      return { org, ...done };
    },
    putRouting: async (orgId: string, rules: RoutingRule[], by: Actor): Promise<RoutingRule[]> => (await afterChange(bundles, orgId, (id) => putRouting(parts, id, rules, by)))?.routing ?? [],
  };
}

function connectionChanges(parts: RegistryParts, bundles: Bundles) {
  const changed = async (orgId: string, name: string, change: (id: string) => Promise<void>): Promise<Connection> => {
    const connection = (await afterChange(bundles, orgId, change))?.connections.get(name);
    if (connection === undefined) throw unknown('Connection', name);
    return connection;
  };
  return {
    putConnection: (orgId: string, name: string, input: ConnectionSettingsInput, by: Actor) => changed(orgId, name, (id) => putConnection(parts, id, name, input, by)),
    setConnectionMode: (orgId: string, name: string, change: { mode: 'observe' | 'send'; goLiveAt: string | null; reason: string }, by: Actor) => changed(orgId, name, (id) => setMode(parts, id, name, change, by)),
    setConnectionStop: (orgId: string, name: string, stopped: boolean, reason: string, by: Actor) => changed(orgId, name, (id) => setStop(parts, id, name, stopped, reason, by)),
    removeConnection: async (orgId: string, name: string, reason: string, by: Actor): Promise<void> => {
      await afterChange(bundles, orgId, (id) => removeConnection(parts, id, name, reason, by));
    },
    setCriteria: (orgId: string, name: string, criteria: Criteria, by: Actor) => changed(orgId, name, (id) => setCriteria(parts, id, name, criteria, by)),
    setApproval: (orgId: string, name: string, rules: ApprovalRules, by: Actor) => changed(orgId, name, (id) => setApproval(parts, id, name, rules, by)),
  };
}

function mappings(parts: RegistryParts, bundles: Bundles) {
  return {
    publishedMappings: async (orgId: string, options?: ReadOptions) => (await bundles.get(toId18(orgId), options?.fresh))?.mappings ?? [],
    mappingState: (place: Place) => mappingState(parts.db, place),
    mappingText: (place: Place, version: number) => mappingText(parts.db, place, version),
    mappingHistory: (place: Place) => mappingHistory(parts.db, place),
    saveMapping: (place: Place, input: { text: string; reason: string }, by: Actor) => saveMapping(parts, place, input, by),
    publishMapping: async (place: Place, input: { version: number; reason: string }, by: Actor): Promise<void> => {
      await afterChange(bundles, place.orgId, () => publishMapping(parts, place, input, by));
    },
  };
}

/** Forgets what is kept even when the change fails half-way, and reads what is there now. */
async function afterChange(bundles: Bundles, orgId: string, change: (id: string) => Promise<void>): Promise<OrgBundle | null> {
  const id = toId18(orgId);
  try {
    await change(id);
  } finally {
    bundles.forget(id);
  }
  return bundles.get(id, true);
}

function operators(parts: RegistryParts) {
  return {
    findOperator: (token: string) => findOperator(parts.db, token),
    listOperators: () => listOperators(parts.db),
    addOperator: (input: { name: string; role: Role; orgs: string[] }, by: Actor) => addOperator(parts, input, by),
    revokeOperator: (id: string, by: Actor) => revokeOperator(parts, id, by),
    noteOperatorUse: createOperatorUse(parts),
    ensureFirstOperator: (dataFolder: string) => ensureFirstOperator(parts, dataFolder),
  };
}
