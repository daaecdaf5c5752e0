import type { FieldDescribe, ObjectDescribe } from '../org.ts';
import type { FieldDef, ObjectDef } from './records/schema.ts';
import type { Permissions } from './records/security.ts';
import type { FieldTexts } from './records/translations.ts';
import type { World } from './runtime/world.ts';

/** An object as its describe call tells it to a user, in the user's language where the package has a translation; null for `permissions` means everything. */
export function describeObject(world: World, def: ObjectDef, permissions: Permissions | null, language: string): ObjectDescribe {
  const rights = permissions?.object(def) ?? { create: true, read: true, edit: true, delete: true };
  const texts = world.translations.of(language, def.name);
  const fields = [...def.fields.values()].filter((field) => !permissions || permissions.canRead(def, field));
  return {
    name: world.names.outward(def.name), label: texts?.label ?? def.label, labelPlural: texts?.labelPlural ?? def.labelPlural, keyPrefix: def.keyPrefix, custom: def.custom,
    createable: rights.create, updateable: rights.edit, deletable: rights.delete, queryable: rights.read,
    fields: fields.map((field) => describeField(world, def, field, permissions, texts?.fields.get(field.name.toLowerCase()))),
    childRelationships: def.childRelationships.map((child) => ({ childSObject: world.names.outward(child.object), field: world.names.outward(child.field), relationshipName: child.name ? world.names.outward(child.name) : null })),
  };
}

function describeField(world: World, def: ObjectDef, field: FieldDef, permissions: Permissions | null, texts: FieldTexts | undefined): FieldDescribe {
  const canEdit = !permissions || permissions.canEdit(def, field);
  return {
    name: world.names.outward(field.name), label: texts?.label ?? field.label, type: field.type, length: field.length, precision: field.precision, scale: field.scale, custom: field.custom,
    createable: field.createable && canEdit, updateable: field.updateable && canEdit, nillable: !field.required && field.type !== 'boolean' && field.type !== 'id',
    defaultedOnCreate: field.defaultValue !== null || field.autoNumber !== null || field.type === 'boolean' || ['Id', 'CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'].includes(field.name),
    calculated: field.formula !== null, externalId: field.externalId, unique: field.unique, caseSensitive: field.caseSensitive, restrictedPicklist: field.restricted,
    picklistValues: field.picklist.map((each) => ({ value: each.value, label: texts?.values.get(each.value) ?? each.label, active: true, defaultValue: each.isDefault })),
    referenceTo: field.referenceTo.map((target) => world.names.outward(target)), relationshipName: field.relationshipName && world.names.outward(field.relationshipName),
  };
}
