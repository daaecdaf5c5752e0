/** One kind of component that the org takes. */
export interface Kind {
  /** Name in package.xml. */
  readonly type: string;
  readonly folder: string;
  /** Of its file in an archive; bundles have none. */
  readonly suffix: string;
  /** `xml`: one metadata file; `code`: a file and its metadata beside it; `bundle`: a folder. */
  readonly shape: 'xml' | 'code' | 'bundle';
  /** Elements that are components of their own and have files of their own in source form. */
  readonly children?: readonly ChildKind[];
}

export interface ChildKind {
  readonly element: string;
  readonly type: string;
  /** Below the parent's folder; empty for files that lie in it. */
  readonly folder: string;
  readonly suffix: string;
  /** Element that names it. */
  readonly key: string;
}

const child = (element: string, type: string, folder: string, suffix: string, key = 'fullName'): ChildKind => ({ element, type, folder, suffix, key });
const xml = (type: string, folder: string, suffix: string): Kind => ({ type, folder, suffix, shape: 'xml' });

const objectChildren = [
  child('fields', 'CustomField', 'fields', 'field'),
  child('validationRules', 'ValidationRule', 'validationRules', 'validationRule'),
  child('recordTypes', 'RecordType', 'recordTypes', 'recordType'),
  child('listViews', 'ListView', 'listViews', 'listView'),
  child('compactLayouts', 'CompactLayout', 'compactLayouts', 'compactLayout'),
  child('fieldSets', 'FieldSet', 'fieldSets', 'fieldSet'),
  child('webLinks', 'WebLink', 'webLinks', 'webLink'),
  child('businessProcesses', 'BusinessProcess', 'businessProcesses', 'businessProcess'),
];

/** Everything that can be deployed here; what is missing is refused by name. */
export const kinds: readonly Kind[] = [
  { type: 'ApexClass', folder: 'classes', suffix: 'cls', shape: 'code' },
  { type: 'ApexTrigger', folder: 'triggers', suffix: 'trigger', shape: 'code' },
  { type: 'StaticResource', folder: 'staticresources', suffix: 'resource', shape: 'code' },
  { type: 'LightningComponentBundle', folder: 'lwc', suffix: '', shape: 'bundle' },
  { ...xml('CustomObject', 'objects', 'object'), children: objectChildren },
  { ...xml('CustomObjectTranslation', 'objectTranslations', 'objectTranslation'), children: [child('fields', 'CustomFieldTranslation', '', 'fieldTranslation', 'name')] },
  xml('CustomLabels', 'labels', 'labels'),
  xml('Translations', 'translations', 'translation'),
  xml('PermissionSet', 'permissionsets', 'permissionset'),
  xml('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup'),
  xml('CustomPermission', 'customPermissions', 'customPermission'),
  xml('FlexiPage', 'flexipages', 'flexipage'),
  xml('NamedCredential', 'namedCredentials', 'namedCredential'),
  xml('ExternalCredential', 'externalCredentials', 'externalCredential'),
  xml('Flow', 'flows', 'flow'),
  xml('QuickAction', 'quickActions', 'quickAction'),
  xml('CustomTab', 'tabs', 'tab'),
  xml('CustomApplication', 'applications', 'app'),
  xml('CustomMetadata', 'customMetadata', 'md'),
  xml('GlobalValueSet', 'globalValueSets', 'globalValueSet'),
  xml('LightningMessageChannel', 'messageChannels', 'messageChannel'),
  xml('Layout', 'layouts', 'layout'),
  xml('RemoteSiteSetting', 'remoteSiteSettings', 'remoteSite'),
  xml('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite'),
];

export const kindOfType = (type: string): Kind | undefined => kinds.find((kind) => kind.type === type);
export const kindOfFolder = (folder: string): Kind | undefined => kinds.find((kind) => kind.folder === folder);
/** The kind whose files hold these children. */
export const parentOfChild = (type: string): { kind: Kind; child: ChildKind } | undefined => {
  for (const kind of kinds) for (const each of kind.children ?? []) if (each.type === type) return { kind, child: each };
  return undefined;
};
