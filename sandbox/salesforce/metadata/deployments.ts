import { toOrgId } from './ids.ts';
import { isOver, type DeployOptions, type Deployment } from './deploy-types.ts';

export interface Deployments {
  start(archive: Buffer, options: DeployOptions, createdBy: Deployment['createdBy']): Deployment;
  find(id: string): Deployment | undefined;
  /** Deploys what was validated under this id; undefined when that was no passed validation. */
  startValidated(id: string, createdBy: Deployment['createdBy']): Deployment | undefined;
  /** Takes a deployment back that has not begun. */
  cancel(id: string): boolean;
  idle(): Promise<void>;
  clear(): void;
}

/** Carries one deployment out and writes what became of it into it; throws only for a fault of the org. */
export type RunDeployment = (archive: Buffer, deployment: Deployment) => Promise<void>;

/** Deployments wait for one another, as in an org. */
export function makeDeployments(run: RunDeployment): Deployments {
  const all: Deployment[] = [];
  const archives = new Map<string, Buffer>();
  let last: Promise<void> = Promise.resolve();
  const find = (id: string): Deployment | undefined => all.find((one) => one.id.slice(0, 15) === id.slice(0, 15));
  const start: Deployments['start'] = (archive, options, createdBy) => {
    const deployment: Deployment = { id: toOrgId('0Af', all.length + 1), options, createdBy, createdAt: new Date(), status: 'Pending', total: 0, failures: [], successes: [] };
    all.push(deployment);
    if (options.checkOnly) archives.set(deployment.id, archive);
    last = last.then(() => carryOut(run, archive, deployment));
    return deployment;
  };
  return {
    start,
    find,
    startValidated(id, createdBy) {
      const validated = find(id);
      const archive = validated && archives.get(validated.id);
      if (!archive || validated.status !== 'Succeeded') return undefined;
      return start(archive, { ...validated.options, checkOnly: false, testLevel: 'NoTestRun' }, createdBy);
    },
    cancel(id) {
      const found = find(id);
      if (found?.status !== 'Pending') return false;
      found.status = 'Canceled';
      found.endedAt = new Date();
      return true;
    },
    idle: () => last,
    clear() {
      all.length = 0;
      archives.clear();
    },
  };
}

async function carryOut(run: RunDeployment, archive: Buffer, deployment: Deployment): Promise<void> {
  if (isOver(deployment)) return;
  deployment.status = 'InProgress';
  deployment.startedAt = new Date();
  try {
    await run(archive, deployment);
  } catch (cause) {
    deployment.status = 'Failed';
    deployment.error = { code: 'UNKNOWN_EXCEPTION', message: cause instanceof Error ? cause.message : String(cause) };
    process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  }
  deployment.endedAt = new Date();
}
