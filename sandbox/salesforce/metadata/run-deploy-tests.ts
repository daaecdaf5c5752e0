import type { PreparedPackage, TestOutcome } from '../org.ts';
import type { ComponentSuccess, Deployment, DeployTests } from './deploy-types.ts';

/** Less than this share of lines, in percent, does not come in. */
const leastCoverage = 75;

/** Runs the tests that a deployment asks for, on the metadata that it brings. */
export async function runDeployTests(prepared: PreparedPackage, { options }: Deployment, changes: readonly ComponentSuccess[]): Promise<DeployTests | undefined> {
  if (options.testLevel === 'NoTestRun') return undefined;
  const isSpecified = options.testLevel === 'RunSpecifiedTests';
  const begin = performance.now();
  const outcome = await prepared.runTests(isSpecified ? [...options.runTests] : undefined);
  const missing = isSpecified ? options.runTests.filter((name) => !outcome.results.some((result) => result.className.toLowerCase() === name.toLowerCase())) : [];
  const warnings = [...missing.map((name) => ({ name, message: `There is no test class ${name}` })), ...(isSpecified ? checkEach(outcome, changes) : checkAll(outcome))];
  return { ...outcome, warnings, totalMs: Math.round(performance.now() - begin) };
}

export const passes = (tests: DeployTests | undefined): boolean => !tests || (tests.warnings.length === 0 && tests.results.every((result) => result.outcome === 'Pass'));

/** With named tests, each class and trigger that comes in must be covered by itself. */
function checkEach({ coverage }: TestOutcome, changes: readonly ComponentSuccess[]): DeployTests['warnings'] {
  const deployed = new Set(changes.filter(({ type }) => type === 'ApexClass' || type === 'ApexTrigger').map(({ fullName }) => fullName));
  return coverage
    .filter(({ name, percent }) => deployed.has(name) && percent < leastCoverage)
    .map(({ name, percent }) => ({ name, message: `Test coverage of selected Apex class or trigger is ${percent}%, at least ${leastCoverage}% test coverage is required` }));
}

function checkAll({ coverage }: TestOutcome): DeployTests['warnings'] {
  const lines = coverage.reduce((sum, one) => sum + one.lines, 0);
  const percent = lines === 0 ? 100 : Math.floor((coverage.reduce((sum, one) => sum + one.covered, 0) / lines) * 100);
  return percent < leastCoverage ? [{ name: null, message: `Average test coverage across all Apex Classes and Triggers is ${percent}%, at least ${leastCoverage}% test coverage is required.` }] : [];
}
