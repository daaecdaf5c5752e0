import { setTimeout as pause } from 'node:timers/promises';
import { SfError, type Connection } from '@salesforce/core';
import { z } from 'zod';

const LOOK_MS = 2000;
/** XML knows no lists of one: jsforce gives the element itself, or nothing at all. */
const list = <T extends z.ZodType>(one: T) => z.preprocess((value) => (value === undefined || value === null ? [] : [value].flat()), z.array(one));
const count = z.coerce.number().default(0);
const deployResult = z.object({
  status: z.string(), done: z.coerce.string(), errorMessage: z.string().nullish(),
  numberComponentsDeployed: count, numberComponentsTotal: count, numberTestsCompleted: count, numberTestsTotal: count,
  details: z.object({
    componentFailures: list(z.object({ componentType: z.string().nullish(), fullName: z.string(), problem: z.string().nullish(), lineNumber: z.coerce.number().nullish() })),
    runTestResult: z.object({
      failures: list(z.object({ name: z.string(), methodName: z.string().nullish(), message: z.string().nullish() })),
      codeCoverageWarnings: list(z.object({ name: z.unknown(), message: z.string() })),
    }).partial().nullish(),
  }).nullish(),
});

/** One thing that the org refused. */
export type Refusal = {
  /** Metadata type, `test` for an Apex test, `coverage`. */
  kind: string;
  name: string;
  line: number | null;
  problem: string;
};

export type Deployment = {
  id: string;
  /** As Salesforce says it: `Succeeded`, `Failed`, `SucceededPartial`, `Canceled`. */
  status: string;
  components: number;
  tests: number;
  refusals: Refusal[];
};

/** Looks at a deployment until the org is done with it; `tell` hears how far it is. */
export async function followDeployment(connection: Connection, id: string, waitMs: number, tell: (progress: string) => void): Promise<Deployment> {
  const endsAt = performance.now() + waitMs;
  for (;;) {
    const now = deployResult.parse(await connection.metadata.checkDeployStatus(id, true));
    tell(`${now.status}, ${now.numberComponentsDeployed} of ${now.numberComponentsTotal} components, ${now.numberTestsCompleted} of ${now.numberTestsTotal} tests`);
    if (now.done === 'true') return { id, status: now.status, components: now.numberComponentsDeployed, tests: now.numberTestsCompleted, refusals: refusalsOf(now) };
    if (performance.now() >= endsAt) throw new SfError(`The org is still working on deployment ${id}.`, 'DeploymentPending', [`Look at it with \`sf project deploy report --job-id ${id}\`, or run the command again later: deploying twice does no harm.`]);
    await pause(LOOK_MS);
  }
}

const refusalsOf = ({ details, errorMessage }: z.infer<typeof deployResult>): Refusal[] => [
  ...(details?.componentFailures ?? []).map((one) => ({ kind: one.componentType ?? '', name: one.fullName, line: one.lineNumber ?? null, problem: one.problem ?? '' })),
  ...(details?.runTestResult?.failures ?? []).map((one) => ({ kind: 'test', name: `${one.name}.${one.methodName ?? ''}`, line: null, problem: one.message ?? '' })),
  ...(details?.runTestResult?.codeCoverageWarnings ?? []).map((one) => ({ kind: 'coverage', name: typeof one.name === 'string' ? one.name : '', line: null, problem: one.message })),
  ...(errorMessage ? [{ kind: '', name: '', line: null, problem: errorMessage }] : []),
];
