import type { ClassCoverage } from '../../org.ts';
import { isOver, type ComponentSuccess, type Deployment, type DeployTests, type Problem } from '../../metadata/deploy-types.ts';

/** A deployment as both REST and SOAP write it. */
export function showDeployment(deployment: Deployment, withDetails: boolean): Record<string, unknown> {
  const { id, options, createdBy, createdAt, startedAt, endedAt, status, error, failures, successes, tests, total } = deployment;
  const failed = new Set(failures.map(({ type, fullName }) => `${type}#${fullName}`)).size;
  const testFailures = tests?.results.filter((result) => result.outcome === 'Fail').length ?? 0;
  return {
    checkOnly: options.checkOnly,
    ...(endedAt && { completedDate: endedAt.toISOString() }),
    createdBy: createdBy.id.slice(0, 15),
    createdByName: createdBy.name,
    createdDate: createdAt.toISOString(),
    ...(withDetails && { details: showDetails(deployment) }),
    done: isOver(deployment),
    ...(error && { errorMessage: error.message, errorStatusCode: error.code }),
    id,
    ignoreWarnings: false,
    lastModifiedDate: (endedAt ?? startedAt ?? createdAt).toISOString(),
    numberComponentErrors: failed,
    numberComponentsDeployed: successes.length,
    numberComponentsTotal: Math.max(total, failed),
    numberTestErrors: testFailures + (tests?.warnings.length ?? 0),
    numberTestsCompleted: (tests?.results.length ?? 0) - testFailures,
    numberTestsTotal: tests?.results.length ?? 0,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: options.testLevel !== 'NoTestRun',
    ...(startedAt && { startDate: startedAt.toISOString() }),
    status,
    success: status === 'Succeeded' || status === 'SucceededPartial',
  };
}

function showDetails({ failures, successes, tests, createdAt, options }: Deployment): Record<string, unknown> {
  const prefix = options.singlePackage ? '' : 'unpackaged/';
  const own = { changed: false, componentType: '', created: false, createdDate: createdAt.toISOString(), deleted: false, fileName: `${prefix}package.xml`, fullName: 'package.xml', success: true };
  return {
    componentFailures: failures.map((failure) => showFailure(failure, prefix, createdAt)),
    componentSuccesses: failures.length > 0 && successes.length === 0 ? [] : [...successes.map((success) => showSuccess(success, prefix, createdAt)), own],
    runTestResult: showTests(tests),
  };
}

function showFailure({ type, fullName, fileName, problem, line, column }: Problem, prefix: string, at: Date): Record<string, unknown> {
  return {
    changed: false, ...(column !== undefined && { columnNumber: column }), componentType: type, created: false, createdDate: at.toISOString(), deleted: false,
    fileName: prefix + fileName, fullName, ...(line !== undefined && { lineNumber: line }), problem, problemType: 'Error', success: false,
  };
}

function showSuccess({ type, fullName, fileName, state }: ComponentSuccess, prefix: string, at: Date): Record<string, unknown> {
  return { changed: state === 'changed', componentType: type, created: state === 'created', createdDate: at.toISOString(), deleted: state === 'deleted', fileName: prefix + fileName, fullName, success: true };
}

function showTests(tests: DeployTests | undefined): Record<string, unknown> {
  const results = tests?.results ?? [];
  const shared = ({ className, methodName, runTimeMs }: (typeof results)[number]): Record<string, unknown> => ({ id: null, methodName, name: className, namespace: null, seeAllData: false, time: runTimeMs });
  const failures = results.filter((result) => result.outcome === 'Fail');
  return {
    apexLogId: null,
    codeCoverage: (tests?.coverage ?? []).map((each) => showCoverage(each, null)),
    codeCoverageWarnings: (tests?.warnings ?? []).map(({ name, message }) => ({ id: null, message, name, namespace: null })),
    failures: failures.map((result) => ({ ...shared(result), message: result.message, packageName: result.className, stackTrace: result.stackTrace, type: 'Class' })),
    numFailures: failures.length,
    numTestsRun: results.length,
    successes: results.filter((result) => result.outcome === 'Pass').map(shared),
    totalTime: tests?.totalMs ?? 0,
  };
}

/** Coverage of one class or trigger, as deployments and synchronous test runs show it. */
export function showCoverage({ name, lines, uncoveredLines }: ClassCoverage, id: string | null): Record<string, unknown> {
  return {
    id, locationsNotCovered: uncoveredLines.map((line) => ({ column: 0, line, numExecutions: 0, time: -1 })), name, namespace: null,
    numLocations: lines, numLocationsNotCovered: uncoveredLines.length, type: 'Class',
  };
}
