import { deployOptionsShape } from './deploy-options.ts';
import { listAt, nodeAt, SoapFault, textOf, type SoapNode } from '../soap/envelope.ts';
import type { Deployment } from '../../metadata/deploy-types.ts';
import { kinds, parentOfChild } from '../../metadata/kinds.ts';
import { componentAt, componentKey, labelNames, type ComponentName } from '../../metadata/tree.ts';
import type { MetadataService } from '../../metadata/metadata-service.ts';
import { toOrgId } from '../../metadata/ids.ts';
import { showDeployment } from './show-deployment.ts';

export interface MetadataCall {
  readonly service: MetadataService;
  readonly user: Deployment['createdBy'];
  readonly version: string;
  readonly body: SoapNode;
}

type Operation = (call: MetadataCall) => unknown;

/** The calls of the SOAP Metadata API that this org knows, and what each answers as its result. */
export const metadataOperations: Readonly<Record<string, Operation>> = {
  deploy({ service, user, body }) {
    const archive = textOf(body, 'ZipFile') ?? textOf(body, 'zipFile');
    const options = deployOptionsShape.safeParse(body['DeployOptions'] ?? body['deployOptions'] ?? {});
    if (archive === undefined || !options.success) throw new SoapFault('UNKNOWN_EXCEPTION', options.success ? 'The call has no ZipFile' : (options.error.issues[0]?.message ?? 'The options cannot be read'));
    const { id } = service.deployments.start(Buffer.from(archive, 'base64'), options.data, user);
    return { done: false, id, state: 'Queued' };
  },
  checkDeployStatus({ service, body }) {
    const id = textOf(body, 'asyncProcessId') ?? '';
    const found = service.deployments.find(id);
    if (!found) throw new SoapFault('INVALID_CROSS_REFERENCE_KEY', `invalid deployment id: ${id}`);
    return showDeployment(found, textOf(body, 'includeDetails') === 'true');
  },
  cancelDeploy({ service, body }) {
    const id = textOf(body, 'id') ?? textOf(body, 'String') ?? '';
    return { done: service.deployments.cancel(id), id };
  },
  deployRecentValidation({ service, user, body }) {
    const started = service.deployments.startValidated(textOf(body, 'validationId') ?? '', user);
    if (!started) throw new SoapFault('INVALID_ID_FIELD', 'There is no passed validation of this id');
    return started.id;
  },
  describeMetadata: () => ({
    metadataObjects: kinds.map(({ type, folder, suffix, shape, children }) => ({ childXmlNames: children?.map((child) => child.type), directoryName: folder, inFolder: false, metaFile: shape !== 'xml', ...(suffix !== '' && { suffix }), xmlName: type })),
    organizationNamespace: '',
    partialSaveAllowed: true,
    testRequired: false,
  }),
  listMetadata: ({ service, user, body }) => listAt(body, 'queries').flatMap((query) => (typeof query === 'string' ? [] : listType(service, textOf(query, 'type') ?? ''))).map((name, at) => describeFile(name, at, user)),
  retrieve({ service, version, body }) {
    const request = nodeAt(body, 'request');
    const unpackaged = nodeAt(request, 'unpackaged');
    const members = new Map(listAt(unpackaged, 'types').map((types) => (typeof types === 'string' ? ['', new Set<string>()] : [textOf(types, 'name') ?? '', new Set(listAt(types, 'members').map(String))])));
    const id = service.retrieve(members, textOf(unpackaged, 'version') ?? version, textOf(request, 'singlePackage') === 'true' ? '' : 'unpackaged/');
    return { done: false, id, state: 'Queued' };
  },
  checkRetrieveStatus({ service, user, body }) {
    const id = textOf(body, 'asyncProcessId') ?? '';
    const found = service.findRetrieved(id);
    if (!found) throw new SoapFault('INVALID_CROSS_REFERENCE_KEY', `invalid retrieve id: ${id}`);
    const { zip, files, messages } = found;
    return { done: true, fileProperties: files.map((file, at) => describeFile(file, at, user)), id, messages, status: 'Succeeded', success: true, zipFile: zip.toString('base64') };
  },
};

function listType(service: MetadataService, type: string): (ComponentName & { fileName: string })[] {
  const tree = service.tree();
  if (type === 'CustomLabel') return labelNames(tree).map((fullName) => ({ type, fullName, fileName: 'labels/CustomLabels.labels' }));
  const found = new Map<string, ComponentName & { fileName: string }>();
  for (const path of tree.keys()) {
    const component = componentAt(path);
    const [folder = '', object = ''] = path.split('/');
    const parent = component && parentOfChild(component.type)?.kind;
    if (component?.type === type) found.set(componentKey(component), { ...component, fileName: parent ? `${folder}/${object}.${parent.suffix}` : path.replace(/-meta\.xml$/, '') });
    else if (parent?.type === type) found.set(`${type}#${object}`, { type, fullName: object, fileName: `${folder}/${object}.${parent.suffix}` });
  }
  return [...found.values()];
}

/** Salesforce tells who made and changed each file; here that is who asks, at the org's birth. */
function describeFile({ type, fullName, fileName }: ComponentName & { fileName: string }, at: number, user: Deployment['createdBy']): Record<string, unknown> {
  const born = '2026-01-01T00:00:00.000Z';
  return { createdById: user.id, createdByName: user.name, createdDate: born, fileName, fullName, id: toOrgId('0Ml', at + 1), lastModifiedById: user.id, lastModifiedByName: user.name, lastModifiedDate: born, manageableState: 'unmanaged', type };
}
