import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import type { ApexTestResult } from '../../org.ts';
import type { Call, Route } from '../call.ts';
import { json, readJson } from '../reply.ts';
import { showCoverage } from '../metadata/show-deployment.ts';

export const runTestRoutes: Route[] = [
  { method: 'POST', pattern: 'tooling/runTestsSynchronous', answer: runNow },
  { method: 'POST', pattern: 'tooling/runTestsAsynchronous', answer: startRun },
];

const requestShape = z.looseObject({
  tests: z.array(z.looseObject({ className: z.string().optional(), testMethods: z.array(z.string()).optional() })).optional(),
  classNames: z.string().optional(),
  testLevel: z.string().optional(),
  skipCodeCoverage: z.boolean().default(false),
});

async function runNow(call: Call): Promise<WireReply> {
  const asked = readJson(call.request, requestShape);
  const methods = new Set(asked.tests?.flatMap((test) => test.testMethods?.map((method) => `${test.className ?? ''}.${method}`) ?? []));
  const { results: all, coverage, classIds: ids } = await call.context.testRuns.measure(call.context.org, namesOf(asked));
  const results = methods.size > 0 ? all.filter((one) => methods.has(`${one.className}.${one.methodName}`)) : all;
  const totalTime = results.reduce((sum, one) => sum + one.runTimeMs, 0);
  const failed = results.filter((one) => one.outcome === 'Fail');
  return json(200, {
    apexLogId: null,
    codeCoverage: asked.skipCodeCoverage ? [] : coverage.map((one) => showCoverage(one, ids.get(one.name) ?? null)),
    codeCoverageWarnings: [],
    failures: failed.map((one) => ({ ...toShared(one, ids), message: one.message, stackTrace: one.stackTrace, packageName: one.className, type: 'Class' })),
    flowCoverage: [],
    flowCoverageWarnings: [],
    numFailures: failed.length,
    numTestsRun: results.length,
    successes: results.filter((one) => one.outcome === 'Pass').map((one) => toShared(one, ids)),
    totalTime,
  });
}

/** The answer is a bare JSON string, the id of the run. */
function startRun(call: Call): WireReply {
  const asked = readJson(call.request, requestShape);
  return json(200, call.context.testRuns.start(call.context.org, call.actor.userId, namesOf(asked)).id.slice(0, 15));
}

function namesOf({ tests, classNames }: z.infer<typeof requestShape>): string[] | undefined {
  const named = [...(tests?.flatMap((test) => test.className ?? []) ?? []), ...(classNames?.split(',').map((name) => name.trim()) ?? [])];
  return named.length > 0 ? [...new Set(named)] : undefined;
}

function toShared(one: ApexTestResult, ids: ReadonlyMap<string, string>): Record<string, unknown> {
  return { id: ids.get(one.className) ?? null, methodName: one.methodName, name: one.className, namespace: null, seeAllData: false, time: one.runTimeMs };
}
