import { relative } from 'node:path';
import { ComponentSet, ForceIgnore, MetadataConverter, type SourceComponent } from '@salesforce/source-deploy-retrieve';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { readProject } from './salesforce/project.ts';

/** The zip that a deployment would send, made without an org. */
export async function packSource(root: string): Promise<{ components: number; zip: Buffer }> {
  const set = collect(root);
  const { zipBuffer } = await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  if (!zipBuffer?.length) throw new Error(`${root}: the conversion made no zip`);
  return { components: set.size, zip: zipBuffer };
}

/** Converts the source for deployment, and names the files that the conversion would leave out without a word. */
export async function checkDeployable(root: string): Promise<Finding[]> {
  const { files, folders } = readProject(root);
  await packSource(root);
  const ignored = ForceIgnore.findAndCreate(root);
  const owned = new Set(collect(root).getSourceComponents().toArray().flatMap(filesOf));
  return files
    .filter((file) => !ignored.denies(file) && !owned.has(file))
    .map((file) => ({ file, line: 1, message: `belongs to no component of ${folders.map((folder) => relative(root, folder)).join(', ')} and would not be deployed` }));
}

function collect(root: string): ComponentSet {
  const { folders, apiVersion } = readProject(root);
  const set = ComponentSet.fromSource(folders);
  set.sourceApiVersion = apiVersion;
  return set;
}

function filesOf(component: SourceComponent): string[] {
  return [...(component.xml ? [component.xml] : []), ...component.walkContent(), ...component.getChildren().flatMap(filesOf)];
}

if (import.meta.main) await runCheck('Deployable', checkDeployable);
