import { text } from '../values/text.ts';
import { contactFieldOf } from './person-accounts.ts';
import { allRights, mergeRights, noRights } from './grants.ts';
import type { Grants, GrantSources, ObjectRights } from './grants.ts';
import type { FieldDef, ObjectDef, Schema } from './schema.ts';
import type { Store, StoredRow } from './store.ts';

export const adminProfile = 'System Administrator';
export const standardProfile = 'Standard User';
export const integrationProfile = 'Salesforce API Only System Integrations';

/** Objects whose rights follow from another object's, as on the platform. */
const follows: Record<string, string> = { opportunitylineitem: 'opportunity', orderitem: 'order', pricebookentry: 'pricebook2' };
const standardUserEdits = ['account', 'contact', 'opportunity', 'order', 'task', 'lead'];
const standardUserReads = ['product2', 'pricebook2'];

/** What one user may do. */
export class Permissions {
  readonly userId: string;
  readonly profile: string;
  readonly #grants: Grants[];
  /** What the metadata of the user's own profile says. */
  readonly #ofProfile: Grants[];
  readonly #objects = new Map<string, ObjectRights>();
  constructor(userId: string, profile: string, ofProfile: Grants[], ofSets: Grants[]) {
    this.userId = userId;
    this.profile = profile;
    this.#ofProfile = ofProfile;
    this.#grants = [...ofProfile, ...ofSets];
  }
  object(def: ObjectDef): ObjectRights {
    const key = def.name.toLowerCase();
    const known = this.#objects.get(key);
    if (known) return known;
    const rights = this.#compute(def);
    this.#objects.set(key, rights);
    return rights;
  }
  #compute(def: ObjectDef): ObjectRights {
    const isAdmin = this.profile === adminProfile;
    if (def.setup || def.kind === 'setting') return isAdmin ? allRights() : { ...noRights(), read: def.kind !== 'setting', viewAll: true };
    const key = follows[def.name.toLowerCase()] ?? def.name.toLowerCase();
    const rights = noRights();
    if (isAdmin && !def.custom) mergeRights(rights, allRights());
    if (this.profile === standardProfile && standardUserEdits.includes(key)) mergeRights(rights, { create: true, read: true, edit: true, delete: true, viewAll: false, modifyAll: false });
    if (this.profile === standardProfile && standardUserReads.includes(key)) rights.read = true;
    for (const grant of this.#grants) {
      const more = grant.objects.get(key);
      if (more) mergeRights(rights, more);
    }
    if (follows[def.name.toLowerCase()] && rights.edit) Object.assign(rights, { create: true, delete: true });
    return rights;
  }
  canRead(def: ObjectDef, field: FieldDef): boolean {
    return this.#field(def, field).read;
  }
  canEdit(def: ObjectDef, field: FieldDef): boolean {
    return this.#field(def, field).edit;
  }
  #field(def: ObjectDef, field: FieldDef): { read: boolean; edit: boolean } {
    if (!field.permissionable || def.setup || def.kind === 'setting') return { read: true, edit: true };
    const isAdmin = this.profile === adminProfile;
    const keys = fieldKeys(def, field);
    // The standard profile shows every standard field that its metadata does not hide.
    const isSaid = this.profile === standardProfile && this.#ofProfile.some((grant) => keys.some((key) => grant.fields.has(key)));
    if (!field.custom && (isAdmin || (this.profile === standardProfile && !isSaid))) return { read: true, edit: true };
    const result = { read: isAdmin, edit: isAdmin && !def.custom };
    for (const grant of this.#grants) for (const key of keys) {
      const more = grant.fields.get(key);
      result.read ||= more?.read ?? false;
      result.edit ||= more?.edit ?? false;
    }
    return result;
  }
  hasCustomPermission(name: string): boolean {
    return this.#grants.some((grant) => grant.customPermissions.has(name.toLowerCase()));
  }
  /** In small letters: `viewsetup`. */
  userPermissions(): string[] {
    const granted = this.#grants.flatMap((grant) => [...grant.userPermissions]);
    return [...new Set(this.profile === adminProfile ? ['viewsetup', ...granted] : granted)];
  }
  canRunClass(name: string): boolean {
    return this.profile === adminProfile || this.#grants.some((grant) => grant.classes.has(name.toLowerCase()));
  }
  hasPrincipal(credential: string): boolean {
    return this.#grants.some((grant) => [...grant.principals].some((principal) => principal.startsWith(`${credential.toLowerCase()}-`)));
  }
}

/** A grant may name the compound field that a part belongs to (Account.BillingAddress). */
function fieldKeys(def: ObjectDef, field: FieldDef): string[] {
  const ofContact = contactFieldOf(def.name, field.name);
  const [object, name] = ofContact === null ? [def.name.toLowerCase(), field.name] : ['contact', ofContact];
  const part = /^(Billing|Shipping|Mailing)(Street|City|State|PostalCode|Country|Latitude|Longitude)$/.exec(name);
  return part ? [`${object}.${name.toLowerCase()}`, `${object}.${(part[1] ?? '').toLowerCase()}address`] : [`${object}.${name.toLowerCase()}`];
}

/** Answers who may do what, from profiles, permission set assignments and org-wide defaults. */
export class Security {
  readonly grants: GrantSources;
  readonly #schema: Schema;
  readonly #known = new WeakMap<Store, { version: number; users: Map<string, Permissions> }>();
  constructor(grants: GrantSources, schema: Schema) {
    this.grants = grants;
    this.#schema = schema;
  }
  permissionsOf(store: Store, userId: string): Permissions {
    let known = this.#known.get(store);
    if (known?.version !== store.setupVersion) {
      known = { version: store.setupVersion, users: new Map() };
      this.#known.set(store, known);
    }
    const permissions = known.users.get(userId) ?? this.#compute(store, userId);
    known.users.set(userId, permissions);
    return permissions;
  }
  #compute(store: Store, userId: string): Permissions {
    const profileId = store.get('User', userId)?.get('profileid');
    const profile = typeof profileId === 'string' ? text(store.get('Profile', profileId)?.get('name') ?? '') : '';
    return new Permissions(userId, profile, this.grants.profiles.filter((grant) => sameProfile(grant.name, profile)), this.assignedSets(store, userId));
  }
  assignedSets(store: Store, userId: string): Grants[] {
    const ids = store.idsByIndex('PermissionSetAssignment', 'AssigneeId', [userId]) ?? [];
    const names = new Set(ids.map((id) => {
      const setId = store.get('PermissionSetAssignment', id)?.get('permissionsetid');
      return typeof setId === 'string' ? text(store.get('PermissionSet', setId)?.get('name') ?? '').toLowerCase() : '';
    }));
    return this.grants.permissionSets.filter((grant) => names.has(grant.name.toLowerCase()));
  }
  /** Record access by owner and org-wide default. */
  canSeeRow(store: Store, permissions: Permissions, def: ObjectDef, row: StoredRow): boolean {
    return this.#rowAccess(store, permissions, def, row, 'read');
  }
  canEditRow(store: Store, permissions: Permissions, def: ObjectDef, row: StoredRow): boolean {
    return this.#rowAccess(store, permissions, def, row, 'edit');
  }
  #rowAccess(store: Store, permissions: Permissions, def: ObjectDef, row: StoredRow, want: 'read' | 'edit'): boolean {
    const key = follows[def.name.toLowerCase()];
    const master = key && key !== 'pricebook2' ? this.#parentOf(store, key, row) : def.sharing === 'ControlledByParent' ? this.#masterOf(store, def, row) : null;
    if (master) return this.#rowAccess(store, permissions, master.def, master.row, want);
    if (def.setup || def.sharing === 'ReadWrite' || (def.sharing === 'Read' && want === 'read')) return true;
    const rights = permissions.object(def);
    return rights.modifyAll || (want === 'read' && rights.viewAll) || row.get('ownerid') === permissions.userId;
  }
  #parentOf(store: Store, parent: string, row: StoredRow): { def: ObjectDef; row: StoredRow } | null {
    const parentDef = this.#schema.object(parent);
    const id = row.get(`${parent}id`);
    const found = typeof id === 'string' ? store.get(parentDef.name, id) : null;
    return found ? { def: parentDef, row: found } : null;
  }
  #masterOf(store: Store, def: ObjectDef, row: StoredRow): { def: ObjectDef; row: StoredRow } | null {
    const field = [...def.fields.values()].find((each) => each.type === 'reference' && each.onParentDelete === 'cascade');
    const id = field && row.get(field.name.toLowerCase());
    const parentDef = field && this.#schema.find(field.referenceTo[0] ?? '');
    const found = parentDef && typeof id === 'string' ? store.get(parentDef.name, id) : null;
    return parentDef && found ? { def: parentDef, row: found } : null;
  }
}

const profileNames: Record<string, string> = { admin: adminProfile, standard: standardProfile };
const sameProfile = (metadataName: string, profile: string): boolean => (profileNames[metadataName.toLowerCase()] ?? metadataName).toLowerCase() === profile.toLowerCase();
