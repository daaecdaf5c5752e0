import type { ArchivedComponent } from './archive.ts';
import { checkComponents } from './checks/check-components.ts';
import type { Deployment, Problem } from './deploy-types.ts';
import type { RunDeployment } from './deployments.ts';
import { describeChanges } from './describe-changes.ts';
import { prepareCandidate, type Candidate, type DeployTarget } from './prepare-candidate.ts';
import { BadArchive, readDeployRequest, type DeployRequest } from './read-request.ts';
import { passes, runDeployTests } from './run-deploy-tests.ts';
import { componentKey, hasComponent, mergeTrees } from './tree.ts';

/** Carries deployments out: checks everything, runs the tests asked for, and only then lets the org run what came. */
export function makeDeploymentRunner(target: DeployTarget): RunDeployment {
  return async (bytes, deployment) => {
    try {
      const asked = readDeployRequest(bytes, deployment.options);
      const request = { ...asked, gone: asked.gone.filter((name) => hasComponent(target.store.tree, name)) };
      deployment.total = request.components.reduce((sum, component) => sum + 1 + component.children.length, request.gone.length);
      const { candidate, components } = await choose(target, request, deployment);
      await finish(target, deployment, request, components, candidate);
    } catch (cause) {
      if (!(cause instanceof BadArchive)) throw cause;
      deployment.status = 'Failed';
      deployment.error = { code: cause.code, message: cause.message };
    }
  };
}

interface Choice {
  /** Undefined when nothing may come in. */
  readonly candidate?: Candidate;
  readonly components: readonly ArchivedComponent[];
}

/** With `rollbackOnError` all or nothing; without it, whatever is left when the faulty components are put aside. */
async function choose(target: DeployTarget, { components, gone, problems }: DeployRequest, deployment: Deployment): Promise<Choice> {
  const isAllOrNone = deployment.options.rollbackOnError;
  const failures: Problem[] = [...problems];
  deployment.failures = failures;
  if (failures.length > 0 && isAllOrNone) {
    failures.push(...checkComponents(components, mergeTrees(target.store.tree, new Map(components.flatMap((each) => [...each.files])))));
    return { components };
  }
  let left = components;
  for (;;) {
    const found = await prepareCandidate(target, left, gone);
    if ('staged' in found) return { candidate: found, components: left };
    failures.push(...found);
    const faulty = new Set(found.map(componentKey));
    const sound = left.filter((each) => ![each, ...each.children].some((one) => faulty.has(componentKey(one))));
    if (isAllOrNone || sound.length === left.length || sound.length === 0) return { components: left };
    left = sound;
  }
}

async function finish({ store }: DeployTarget, deployment: Deployment, { gone }: DeployRequest, components: readonly ArchivedComponent[], candidate: Candidate | undefined): Promise<void> {
  if (!candidate) {
    deployment.status = 'Failed';
    return;
  }
  const successes = describeChanges(store.tree, components, gone);
  const tests = await runDeployTests(candidate.org, deployment, successes);
  if (tests) deployment.tests = tests;
  deployment.successes = successes;
  if (!passes(tests) || deployment.options.checkOnly) candidate.staged.drop();
  else {
    candidate.staged.keep();
    await candidate.org.activate();
    candidate.showPages();
  }
  deployment.status = !passes(tests) ? 'Failed' : deployment.failures.length > 0 ? 'SucceededPartial' : 'Succeeded';
}
