import type { ApexTestResult, ClassCoverage, TestOutcome } from '../../org.ts';
import { runMethod } from '../interpreter/calls.ts';
import type { Cls, Method } from '../interpreter/class-model.ts';
import { ApexError } from '../values/exception.ts';
import { makeFrame } from './frame.ts';
import { Transaction } from './transaction.ts';
import type { TestRun } from './transaction.ts';
import type { World } from './world.ts';

/** Runs test methods, each on a copy of the setup data alone, and measures which lines ran. */
export async function runApexTests(world: World, userId: string, classNames?: string[]): Promise<TestOutcome> {
  const wanted = classNames?.map((name) => name.toLowerCase().replace(/^.*[.]/, ''));
  const hits = new Map<string, Set<number>>();
  const results: ApexTestResult[] = [];
  const coverageOfTests: ClassCoverage[][] = [];
  for (const cls of world.program.classes.values()) {
    if (!cls.mods.annotations.has('istest') || (wanted && !wanted.includes(cls.name.toLowerCase()))) continue;
    const methods = [...cls.methods.values()].flat();
    const setups = methods.filter((method) => method.mods.annotations.has('testsetup'));
    for (const method of methods.filter((each) => each.mods.annotations.has('istest'))) {
      const own: TestRun['hits'] = new Map();
      results.push(await runTest(world, userId, cls, method, setups, own));
      coverageOfTests.push(coverageOf(world, own).filter((each) => each.covered > 0));
      for (const [name, lines] of own) hits.set(name, new Set([...(hits.get(name) ?? []), ...lines]));
    }
  }
  return { results, coverage: coverageOf(world, hits), coverageOfTests };
}

async function runTest(world: World, userId: string, cls: Cls, method: Method, setups: Method[], hits: TestRun['hits']): Promise<ApexTestResult> {
  const store = world.store.fork();
  const begin = performance.now();
  const run = async (each: Method): Promise<void> => {
    const tx = new Transaction(world, userId, 'sync', store);
    tx.joinTest({ mock: null, statics: new Map(), outerCounts: null, hits });
    await runMethod(each, null, [], makeFrame(tx));
    tx.commit();
  };
  try {
    for (const setup of setups) await run(setup);
    await run(method);
    return { className: cls.name, methodName: method.name, outcome: 'Pass', message: null, stackTrace: null, runTimeMs: Math.round(performance.now() - begin) };
  } catch (error) {
    const isApex = error instanceof ApexError;
    const message = isApex ? `${error.value.typeName}: ${error.value.message ?? ''}` : error instanceof Error ? error.message : String(error);
    const stackTrace = isApex ? error.value.stack : error instanceof Error ? error.stack ?? null : null;
    return { className: cls.name, methodName: method.name, outcome: 'Fail', message, stackTrace, runTimeMs: Math.round(performance.now() - begin) };
  }
}

function coverageOf(world: World, hits: TestRun['hits']): ClassCoverage[] {
  const measured = [...world.program.classes.values()].filter((cls) => !cls.mods.annotations.has('istest'));
  const sources = [...measured.map((cls) => cls.source), ...world.program.triggers.map((trigger) => trigger.source)];
  return sources.filter((source) => source.executable.size).map((source) => {
    const hit = hits.get(source.name) ?? new Set<number>();
    const uncoveredLines = [...source.executable].filter((line) => !hit.has(line)).sort((a, b) => a - b);
    const coveredLines = [...source.executable].filter((line) => hit.has(line)).sort((a, b) => a - b);
    const lines = source.executable.size;
    const covered = coveredLines.length;
    return { name: source.name, covered, lines, percent: Math.floor((covered / lines) * 100), coveredLines, uncoveredLines };
  });
}
