import { childrenOf, flagOf, readMetadata, textOf } from './metadata.ts';
import type { SourceFile, XmlNode } from './metadata.ts';

export interface ObjectRights {
  create: boolean;
  read: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}

export const noRights = (): ObjectRights => ({ create: false, read: false, edit: false, delete: false, viewAll: false, modifyAll: false });
export const allRights = (): ObjectRights => ({ create: true, read: true, edit: true, delete: true, viewAll: true, modifyAll: true });

/** What one profile or permission set of the package's metadata grants. */
export interface Grants {
  name: string;
  label: string;
  objects: Map<string, ObjectRights>;
  /** `object.field` in lower case. */
  fields: Map<string, { read: boolean; edit: boolean }>;
  classes: Set<string>;
  customPermissions: Set<string>;
  /** `ExternalCredential-Principal` in lower case. */
  principals: Set<string>;
  userPermissions: Set<string>;
}

export interface GrantSources {
  permissionSets: Grants[];
  profiles: Grants[];
  customPermissions: { name: string; label: string }[];
}

export function loadGrants(files: SourceFile[]): GrantSources {
  const read = (suffix: string): Grants[] => files.filter((file) => file.name.endsWith(suffix)).map((file) => readGrants(decodeURIComponent(file.name.slice(0, -suffix.length)), readMetadata(file.path)));
  const permissions = files.filter((file) => file.name.endsWith('.customPermission-meta.xml'));
  return {
    permissionSets: read('.permissionset-meta.xml'), profiles: read('.profile-meta.xml'),
    customPermissions: permissions.map((file) => ({ name: file.name.slice(0, -'.customPermission-meta.xml'.length), label: textOf(readMetadata(file.path), 'label') ?? '' })),
  };
}

function readGrants(name: string, meta: XmlNode): Grants {
  const enabled = (tag: string, key: string): Set<string> => new Set(childrenOf(meta, tag).filter((node) => flagOf(node, 'enabled')).map((node) => (textOf(node, key) ?? '').toLowerCase()));
  return {
    name, label: textOf(meta, 'label') ?? name,
    objects: new Map(childrenOf(meta, 'objectPermissions').map((node) => [(textOf(node, 'object') ?? '').toLowerCase(), readRights(node)])),
    fields: new Map(childrenOf(meta, 'fieldPermissions').map((node) => [(textOf(node, 'field') ?? '').toLowerCase(), { read: flagOf(node, 'readable') || flagOf(node, 'editable'), edit: flagOf(node, 'editable') }])),
    classes: enabled('classAccesses', 'apexClass'), customPermissions: enabled('customPermissions', 'name'),
    principals: enabled('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal'), userPermissions: enabled('userPermissions', 'name'),
  };
}

function readRights(node: XmlNode): ObjectRights {
  return { create: flagOf(node, 'allowCreate'), read: flagOf(node, 'allowRead'), edit: flagOf(node, 'allowEdit'), delete: flagOf(node, 'allowDelete'), viewAll: flagOf(node, 'viewAllRecords'), modifyAll: flagOf(node, 'modifyAllRecords') };
}

export function mergeRights(into: ObjectRights, more: ObjectRights): void {
  for (const right of ['create', 'read', 'edit', 'delete', 'viewAll', 'modifyAll'] as const) into[right] ||= more[right];
}
