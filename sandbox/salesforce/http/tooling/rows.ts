import type { ApexTestResult } from '../../org.ts';
import type { OrgContext } from '../call.ts';
import { toOrgId } from './ids.ts';
import type { TestRun } from './test-runs.ts';

export type ToolingRow = Readonly<Record<string, unknown>>;

/** Tooling objects that clients ask for and that this org has no rows of. */
const emptyObjects = ['SandboxProcess', 'SourceMember', 'ApexTrigger', 'ApexLog', 'TraceFlag', 'DebugLevel', 'ApexCodeCoverage', 'ApexCodeCoverageAggregate', 'ApexOrgWideCoverage', 'FlowTestResult', 'InstalledSubscriberPackage', 'Package2'];

/** All rows of one tooling object; undefined when there is no such object. */
export function toolingRows(context: OrgContext, object: string): readonly ToolingRow[] | undefined {
  const runs = context.testRuns.list();
  switch (object.toLowerCase()) {
    case 'apextestrunresult':
      return runs.map((run) => toRunRow(run));
    case 'apextestqueueitem':
      return runs.flatMap((run) => run.classNames.map((name) => toQueueRow(run, name)));
    case 'apextestresult':
      return runs.flatMap((run) => run.results.map((result, at) => toResultRow(run, result, at)));
    case 'apexclass':
      return classNames(runs).map((name, at) => ({ Id: classId(at), Name: name, NamespacePrefix: context.org.namespace || null }));
    default:
      return emptyObjects.some((name) => name.toLowerCase() === object.toLowerCase()) ? [] : undefined;
  }
}

const perRun = 100_000;

function queueId(run: TestRun, className: string): string {
  return toOrgId('709', run.serial * perRun + run.classNames.indexOf(className));
}

export function classId(at: number): string {
  return toOrgId('01p', at + 1);
}

function classNames(runs: readonly TestRun[]): string[] {
  return [...new Set(runs.flatMap((run) => run.classNames))];
}

function toRunRow(run: TestRun): ToolingRow {
  const failed = run.results.filter((result) => result.outcome === 'Fail').length;
  return {
    Id: run.id,
    AsyncApexJobId: run.id,
    Status: run.status,
    StartTime: toWire(run.startedAt),
    EndTime: run.endedAt ? toWire(run.endedAt) : null,
    TestTime: run.results.reduce((sum, result) => sum + result.runTimeMs, 0),
    TestSetupTime: 0,
    UserId: run.userId,
    IsAllTests: false,
    JobName: null,
    Source: 'API',
    ClassesEnqueued: run.classNames.length,
    ClassesCompleted: run.status === 'Completed' ? run.classNames.length : 0,
    MethodsEnqueued: run.results.length,
    MethodsCompleted: run.results.length,
    MethodsFailed: failed,
  };
}

function toQueueRow(run: TestRun, name: string): ToolingRow {
  return { Id: queueId(run, name), Status: run.status, ApexClassId: classId(run.classNames.indexOf(name)), ApexClass: { Name: name }, ParentJobId: run.id, TestRunResultId: run.id, ExtendedStatus: run.failure ?? null };
}

function toResultRow(run: TestRun, result: ApexTestResult, at: number): ToolingRow {
  const apexClass = { attributes: { type: 'ApexClass' }, Id: classId(run.classNames.indexOf(result.className)), Name: result.className, FullName: result.className, NamespacePrefix: null };
  return {
    Id: toOrgId('07M', run.serial * perRun + at),
    QueueItemId: queueId(run, result.className),
    StackTrace: result.stackTrace,
    Message: result.message,
    RunTime: result.runTimeMs,
    TestTimestamp: toWire(run.endedAt ?? run.startedAt),
    AsyncApexJobId: run.id,
    ApexTestRunResultId: run.id,
    MethodName: result.methodName,
    Outcome: result.outcome,
    ApexLogId: null,
    IsTestSetup: false,
    ApexClassId: apexClass.Id,
    ApexClass: apexClass,
  };
}

function toWire(at: Date): string {
  return at.toISOString().replace('Z', '+0000');
}
