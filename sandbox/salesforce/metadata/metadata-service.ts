import type { Org } from '../org.ts';
import { makeDeployments, type Deployments } from './deployments.ts';
import { toOrgId } from './ids.ts';
import type { Members } from './archive.ts';
import type { PackageStore } from './package-store.ts';
import type { DeployTarget } from './prepare-candidate.ts';
import { retrieveFrom, type Retrieved } from './retrieve.ts';
import { makeDeploymentRunner } from './run-deployment.ts';
import type { Tree } from './tree.ts';

/** What the wire's Metadata API stands on. */
export interface MetadataService {
  readonly deployments: Deployments;
  /** What is deployed now. */
  tree(): Tree;
  /** Answers the id under which the archive can be fetched. */
  retrieve(members: Members, version: string, root: string): string;
  findRetrieved(id: string): Retrieved | undefined;
  clear(): void;
}

export function makeMetadataService(store: PackageStore, org: () => Org, preparePages: DeployTarget['preparePages']): MetadataService {
  const deployments = makeDeployments(makeDeploymentRunner({ store, org, ...(preparePages && { preparePages }) }));
  const retrieved = new Map<string, Retrieved>();
  let serial = 0;
  return {
    deployments,
    tree: () => store.tree,
    retrieve(members, version, root) {
      serial += 1;
      const id = toOrgId('09S', serial);
      retrieved.set(id, retrieveFrom(store.tree, members, version, root));
      return id;
    },
    findRetrieved: (id) => retrieved.get(id),
    clear() {
      deployments.clear();
      retrieved.clear();
    },
  };
}
