import type { ApexTestResult, ClassCoverage } from '../../org.ts';
import type { OrgContext } from '../call.ts';
import { toOrgId } from '../../metadata/ids.ts';
import { readClassIds } from './class-ids.ts';
import type { Measured, TestRun } from './test-runs.ts';

export type ToolingRow = Readonly<Record<string, unknown>>;

/** Tooling objects that clients ask for and that this org has no rows of. */
const emptyObjects = ['SandboxProcess', 'SourceMember', 'ApexTrigger', 'ApexLog', 'TraceFlag', 'DebugLevel', 'FlowTestResult', 'InstalledSubscriberPackage', 'Package2'];

/** All rows of one tooling object; undefined when there is no such object. */
export async function toolingRows(context: OrgContext, object: string): Promise<readonly ToolingRow[] | undefined> {
  const runs = context.testRuns.list();
  const measured = [context.testRuns.measured()].filter((one) => one !== undefined);
  switch (object.toLowerCase()) {
    case 'apextestrunresult':
      return runs.map((run) => toRunRow(run));
    case 'apextestqueueitem':
      return runs.flatMap((run) => run.classNames.map((name) => toQueueRow(run, name)));
    case 'apextestresult':
      return runs.flatMap((run) => run.results.map((result, at) => toResultRow(run, result, at)));
    case 'apexclass':
      return [...(await readClassIds(context.org))].map(([name, id]) => ({ Id: id, Name: name, NamespacePrefix: context.org.namespace || null }));
    case 'apexcodecoverage':
      return measured.flatMap((one) => one.results.flatMap((result, at) => (one.coverageOfTests[at] ?? []).map((each) => ({ ...toCoverageRow(one, each), ApexTestClassId: one.classIds.get(result.className), TestMethodName: result.methodName }))));
    case 'apexcodecoverageaggregate':
      return measured.flatMap((one) => one.coverage.map((each) => toCoverageRow(one, each)));
    case 'apexorgwidecoverage':
      return measured.map((one) => ({ PercentCovered: percentOf(one.coverage) }));
    default:
      return emptyObjects.some((name) => name.toLowerCase() === object.toLowerCase()) ? [] : undefined;
  }
}

const perRun = 100_000;

function queueId(run: TestRun, className: string): string {
  return toOrgId('709', run.serial * perRun + run.classNames.indexOf(className));
}

function toCoverageRow(run: Measured, { name, covered, lines, uncoveredLines, coveredLines }: ClassCoverage): ToolingRow {
  const id = run.classIds.get(name) ?? '';
  return {
    Id: id, ApexClassOrTriggerId: id, ApexClassOrTrigger: { attributes: { type: 'Name' }, Id: id, Name: name, NamespacePrefix: null },
    NumLinesCovered: covered, NumLinesUncovered: lines - covered, Coverage: { coveredLines, uncoveredLines },
  };
}

function percentOf(coverage: readonly ClassCoverage[]): number {
  const lines = coverage.reduce((sum, each) => sum + each.lines, 0);
  return lines === 0 ? 0 : Math.floor((coverage.reduce((sum, each) => sum + each.covered, 0) / lines) * 100);
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
  return { Id: queueId(run, name), Status: run.status, ApexClassId: run.classIds.get(name) ?? null, ApexClass: { Name: name }, ParentJobId: run.id, TestRunResultId: run.id, ExtendedStatus: run.failure ?? null };
}

function toResultRow(run: TestRun, result: ApexTestResult, at: number): ToolingRow {
  const apexClass = { attributes: { type: 'ApexClass' }, Id: run.classIds.get(result.className) ?? null, Name: result.className, FullName: result.className, NamespacePrefix: null };
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
