import type { OrgUser } from '../../org.ts';
import type { World } from '../runtime/world.ts';
import { Dec } from '../values/dec.ts';
import { ADatetime } from '../values/temporal.ts';
import type { Value } from '../values/value.ts';
import { fromWire } from './convert.ts';
import { makeId } from './ids.ts';
import { childrenOf, readMetadata, textOf } from './metadata.ts';
import type { SourceFile } from './metadata.ts';
import { adminProfile, integrationProfile, standardProfile } from './security.ts';
import { personRecordType } from './person-accounts.ts';
import { stages } from './standard-objects.ts';
import { corporateCurrency, currencies } from './switches.ts';

interface UserSeed {
  alias: OrgUser['alias'];
  first: string;
  last: string;
  profile: string;
  locale: string;
  language: string;
  timeZone: string;
}

export const userSeeds: UserSeed[] = [
  { alias: 'admin', first: 'Ada', last: 'Admin', profile: adminProfile, locale: 'en_US', language: 'en_US', timeZone: 'America/Los_Angeles' },
  { alias: 'rep', first: 'Riley', last: 'Rep', profile: standardProfile, locale: 'en_US', language: 'en_US', timeZone: 'America/New_York' },
  { alias: 'rep-de', first: 'Greta', last: 'Vogel', profile: standardProfile, locale: 'de_DE', language: 'de', timeZone: 'Europe/Berlin' },
  { alias: 'plain', first: 'Parker', last: 'Plain', profile: standardProfile, locale: 'en_US', language: 'en_US', timeZone: 'America/New_York' },
  { alias: 'integration', first: 'Crossledger', last: 'Integration', profile: integrationProfile, locale: 'en_US', language: 'en_US', timeZone: 'GMT' },
];

/** An id that follows from a name, so that setup rows keep theirs from start to start. */
export function stableId(prefix: string, name: string): string {
  let hash = 7;
  for (const letter of name) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return makeId(prefix, 1_000_000_000 + hash);
}

export const usernameOf = (alias: string, orgId: string): string => `${alias}@${orgId.slice(0, 15).toLowerCase()}.example.com`;

type Put = (object: string, id: string, fields: Record<string, Value>) => string;

function makePut({ store, schema }: World): Put {
  const admin = stableId('005', 'admin');
  const born = new ADatetime(Date.parse('2026-01-01T00:00:00Z'));
  return (object, id, fields) => {
    const row = new Map<string, Value>();
    for (const field of schema.object(object).fields.values()) row.set(field.name.toLowerCase(), field.type === 'boolean' ? false : null);
    for (const [key, value] of Object.entries({ Id: id, CreatedDate: born, LastModifiedDate: born, SystemModstamp: born, CreatedById: admin, LastModifiedById: admin, ...fields })) row.set(key.toLowerCase(), value);
    store.put(object, id, row);
    return id;
  };
}

/** Writes the rows that an org has from its birth: they are made anew at every start. */
export function seedBirth(world: World, orgName: string): void {
  const { store, schema } = world;
  const put = makePut(world);
  const namespace = world.names.namespace || null;
  put('Organization', world.orgId, { Name: orgName, InstanceName: 'SBX1', IsSandbox: world.isSandbox, OrganizationType: 'Enterprise Edition', TimeZoneSidKey: 'America/Los_Angeles', LanguageLocaleKey: 'en_US', DefaultLocaleSidKey: 'en_US' });
  for (const profile of [adminProfile, standardProfile, integrationProfile]) put('Profile', stableId('00e', profile), { Name: profile, UserType: 'Standard' });
  for (const user of userSeeds) put('User', stableId('005', user.alias), { Username: usernameOf(user.alias, world.orgId), FirstName: user.first, LastName: user.last, Name: `${user.first} ${user.last}`, Email: `${user.alias}@example.com`, Alias: user.alias.slice(0, 8), IsActive: true, ProfileId: stableId('00e', user.profile), TimeZoneSidKey: user.timeZone, LocaleSidKey: user.locale, LanguageLocaleKey: user.language, EmailEncodingKey: 'UTF-8', UserType: 'Standard' });
  stages.forEach((stage, i) => put('OpportunityStage', stableId('01J', stage.label), { MasterLabel: stage.label, ApiName: stage.label, IsActive: true, SortOrder: i + 1, IsClosed: stage.closed, IsWon: stage.won, DefaultProbability: new Dec(stage.probability), ForecastCategory: stage.forecast, ForecastCategoryName: stage.forecastName }));
  put('Pricebook2', stableId('01s', 'Standard'), { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  for (const name of Object.keys(world.callouts)) put('NamedCredential', stableId('0XA', name), { DeveloperName: name, MasterLabel: name, Endpoint: world.callouts[name]?.url ?? '', NamespacePrefix: namespace });
  if (schema.find('CurrencyType')) for (const { code, rate } of currencies) put('CurrencyType', stableId('01L', code), { IsoCode: code, ConversionRate: new Dec(rate), DecimalPlaces: 2, IsCorporate: code === corporateCurrency, IsActive: true });
  store.commit();
}

const packageObjects = ['PermissionSet', 'CustomPermission', 'SetupEntityAccess', 'ApexClass', 'RecordType'];

/** Writes the rows that an org has from its metadata, in place of those that it had; their ids follow from their names. */
export function seedPackage(world: World, files: SourceFile[]): void {
  const { store, schema } = world;
  for (const object of [...packageObjects, ...[...schema.objects.values()].filter((def) => def.kind === 'metadata').map((def) => def.name)]) {
    for (const id of [...store.rows(object).keys()]) store.put(object, id, null);
  }
  const put = makePut(world);
  const namespace = world.names.namespace || null;
  seedPermissions(world, put, namespace);
  for (const cls of world.program.classes.values()) put('ApexClass', stableId('01p', cls.name), { Name: cls.name, NamespacePrefix: namespace, Status: 'Active', ApiVersion: new Dec('66.0') });
  for (const file of files.filter((each) => each.name.endsWith('.md-meta.xml'))) seedMetadataRecord(world, put, file);
  for (const file of files.filter((each) => each.name.endsWith('.recordType-meta.xml'))) seedRecordType(put, file);
  if (schema.field('RecordType', 'IsPersonType')) put('RecordType', stableId('012', personRecordType), { Name: 'Person Account', DeveloperName: personRecordType, SobjectType: 'Account', IsActive: true, IsPersonType: true });
  store.commit();
}

function seedPermissions({ security }: World, put: Put, namespace: string | null): void {
  for (const permission of security.grants.customPermissions) put('CustomPermission', stableId('0CP', permission.name), { DeveloperName: permission.name, MasterLabel: permission.label, NamespacePrefix: namespace });
  for (const set of security.grants.permissionSets) {
    const setId = put('PermissionSet', stableId('0PS', set.name), { Name: set.name, Label: set.label, IsCustom: true, IsOwnedByProfile: false, NamespacePrefix: namespace, Type: 'Regular' });
    for (const name of set.customPermissions) {
      const permission = security.grants.customPermissions.find((each) => each.name.toLowerCase() === name);
      if (permission) put('SetupEntityAccess', stableId('0J0', `${set.name}.${name}`), { ParentId: setId, SetupEntityId: stableId('0CP', permission.name), SetupEntityType: 'CustomPermission' });
    }
  }
}

function seedMetadataRecord(world: World, put: Put, file: SourceFile): void {
  const [type = '', developerName = ''] = file.name.split('.');
  const def = world.schema.object(`${type}__mdt`);
  const meta = readMetadata(file.path);
  const label = textOf(meta, 'label');
  const fields: Record<string, Value> = { DeveloperName: developerName, MasterLabel: label, Label: label, QualifiedApiName: developerName, NamespacePrefix: null, Language: 'en_US' };
  for (const value of childrenOf(meta, 'values')) {
    const field = def.fields.get((textOf(value, 'field') ?? '').toLowerCase());
    if (field) fields[field.name] = fromWire(field, textOf(value, 'value')) ?? null;
  }
  put(def.name, stableId(def.keyPrefix, developerName), fields);
}

function seedRecordType(put: Put, file: SourceFile): void {
  const meta = readMetadata(file.path);
  const name = textOf(meta, 'fullName') ?? '';
  put('RecordType', stableId('012', `${file.grandparent}.${name}`), { Name: textOf(meta, 'label'), DeveloperName: name, SobjectType: file.grandparent, IsActive: textOf(meta, 'active') === 'true' });
}
