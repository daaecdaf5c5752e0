/** What the org knows about its objects. Names are the package's own, without a namespace. */
export type FieldType =
  | 'id' | 'string' | 'textarea' | 'picklist' | 'multipicklist' | 'boolean' | 'int' | 'double' | 'currency' | 'percent'
  | 'date' | 'datetime' | 'time' | 'reference' | 'email' | 'phone' | 'url' | 'encryptedstring';

export interface PicklistValue {
  value: string;
  label: string;
  isDefault: boolean;
}

export interface FieldDef {
  name: string;
  label: string;
  type: FieldType;
  length: number;
  precision: number;
  scale: number;
  custom: boolean;
  required: boolean;
  createable: boolean;
  updateable: boolean;
  calculated: boolean;
  autoNumber: string | null;
  defaultValue: string | null;
  formula: string | null;
  externalId: boolean;
  unique: boolean;
  caseSensitive: boolean;
  restricted: boolean;
  picklist: PicklistValue[];
  referenceTo: string[];
  relationshipName: string | null;
  /** What a deletion of the parent does to the child. */
  onParentDelete: 'setNull' | 'restrict' | 'cascade';
  /** Field-level security can hide it; required and system fields are always visible. */
  permissionable: boolean;
}

export interface ChildRelationship {
  name: string;
  object: string;
  field: string;
}

export type SharingModel = 'ReadWrite' | 'Read' | 'Private' | 'ControlledByParent';

export interface ValidationRule {
  object: string;
  name: string;
  message: string;
  field: string | null;
  formula: string | null;
}

export interface ObjectDef {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  custom: boolean;
  kind: 'standard' | 'custom' | 'setting' | 'metadata' | 'event';
  /** Setup data, which tests see without SeeAllData. */
  setup: boolean;
  sharing: SharingModel;
  fields: Map<string, FieldDef>;
  /** Parent relationships by lower-case relationship name. */
  parents: Map<string, FieldDef>;
  /** Child relationships by lower-case relationship name. */
  children: Map<string, ChildRelationship>;
  childRelationships: ChildRelationship[];
  validationRules: ValidationRule[];
}

export class Schema {
  readonly objects = new Map<string, ObjectDef>();
  find(name: string): ObjectDef | null {
    return this.objects.get(name.toLowerCase()) ?? null;
  }
  object(name: string): ObjectDef {
    const found = this.find(name);
    if (!found) throw new Error(`The org has no object ${name}`);
    return found;
  }
  field(object: string, field: string): FieldDef | null {
    return this.find(object)?.fields.get(field.toLowerCase()) ?? null;
  }
  add(def: ObjectDef): ObjectDef {
    this.objects.set(def.name.toLowerCase(), def);
    return def;
  }
  addField(object: ObjectDef, field: FieldDef): void {
    object.fields.set(field.name.toLowerCase(), field);
    if (field.relationshipName) object.parents.set(field.relationshipName.toLowerCase(), field);
  }
  /** Ties a lookup to the objects that it names, so that they can list their children. */
  addChild(parent: string, child: ChildRelationship): void {
    const def = this.find(parent);
    if (!def) return;
    def.childRelationships.push(child);
    if (child.name) def.children.set(child.name.toLowerCase(), child);
  }
}

export function makeObject(name: string, part: Partial<ObjectDef> = {}): ObjectDef {
  return {
    name, label: name, labelPlural: `${name}s`, keyPrefix: '', custom: false, kind: 'standard', setup: false, sharing: 'ReadWrite',
    fields: new Map(), parents: new Map(), children: new Map(), childRelationships: [], validationRules: [], ...part,
  };
}

export function makeField(name: string, type: FieldType, part: Partial<FieldDef> = {}): FieldDef {
  return {
    name, type, label: labelOf(name), length: 0, precision: 0, scale: 0, custom: false, required: false, createable: true, updateable: true, calculated: false,
    autoNumber: null, defaultValue: null, formula: null, externalId: false, unique: false, caseSensitive: false, restricted: false, picklist: [], referenceTo: [],
    relationshipName: null, onParentDelete: 'setNull', permissionable: true, ...part,
  };
}

export const labelOf = (name: string): string => name.replace(/__c$/, '').replace(/Id$/, ' ID').replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').trim();

export const isNumberType = (type: FieldType): boolean => type === 'double' || type === 'currency' || type === 'percent' || type === 'int';
export const isTextType = (type: FieldType): boolean => ['string', 'textarea', 'picklist', 'multipicklist', 'email', 'phone', 'url', 'encryptedstring'].includes(type);
