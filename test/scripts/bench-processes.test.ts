import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jobResult, READ_HEADERS, type Job, type JobResult, type Read, type Recording } from '../../scripts/bench/job.ts';
import { residentMb } from '../../scripts/bench/memory.ts';
import { backendReady } from '../../scripts/setup/endpoints.ts';
import { startPart, type Part } from '../../scripts/setup/part.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const recording: Recording = {
  answers: { '/data/A?x=1': '{"value":[1]}', '/data/B?x=1': '{"value":[2]}' },
  customers: [{ company: 'usmf', number: 'C-1', reads: [{ path: '/data/A?x=1', kind: 'A' }, { path: '/data/B?x=1', kind: 'B' }] }],
};

let folder: string;
const parts: Part<{ url: string }>[] = [];
let urls: { upstream: string; proxy: string; load: string };

async function start(name: string, ...args: string[]): Promise<string> {
  const part = await startPart({ name, args: [`scripts/bench/${name}.ts`, ...args], cwd: root, logFile: path.join(folder, `${name}.log`), readyWithinMs: 30_000 }, backendReady);
  parts.push(part);
  return part.ready.url;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-bench-test-'));
  const file = path.join(folder, 'recording.json');
  writeFileSync(file, JSON.stringify(recording));
  const [upstream, load] = await Promise.all([start('upstream', file), start('load')]);
  urls = { upstream, load, proxy: await start('proxy', file, upstream) };
}, 60_000);
afterAll(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const run = async (job: Job): Promise<JobResult> => jobResult.parse(await (await fetch(urls.load, { method: 'POST', body: JSON.stringify(job) })).json());
const readOf = (url: string, kind: string): Read => ({ url, headers: READ_HEADERS, kind });

describe('the processes of the bench', () => {
  it('answer recorded bytes, after the delay that was set, and nothing that was not recorded', async () => {
    await fetch(`${urls.upstream}/bench/delay/40`);
    const from = performance.now();
    expect(await (await fetch(`${urls.upstream}/data/A?x=1`)).text()).toBe('{"value":[1]}');
    expect(performance.now() - from).toBeGreaterThanOrEqual(39);
    await fetch(`${urls.upstream}/bench/delay/0`);
    expect((await fetch(`${urls.upstream}/data/C`)).status).toBe(404);
  });

  it('merge the answers of one customer in the bare proxy', async () => {
    expect(await (await fetch(`${urls.proxy}/panels/0`)).json()).toEqual({ answers: [{ value: [1] }, { value: [2] }] });
  });

  it('time whole questions and each kind of read', async () => {
    const result = await run({ questions: [[readOf(`${urls.upstream}/data/A?x=1`, 'A'), readOf(`${urls.upstream}/data/B?x=1`, 'B')]], atOnce: 4, durationMs: 100 });
    expect(result.failures).toBe(0);
    expect(result.latenciesMs.length).toBeGreaterThan(0);
    expect(Object.keys(result.readsMs).sort()).toEqual(['A', 'B']);
  });

  it('count an answer that is no success as a failure', async () => {
    const result = await run({ questions: [[readOf(`${urls.upstream}/data/C`, 'C')]], atOnce: 1, durationMs: 50 });
    expect(result.failures).toBe(result.latenciesMs.length);
    expect(result.failure).toContain('HTTP 404');
  });

  it('are weighed by their resident memory', () => {
    expect(residentMb(process.pid)).toBeGreaterThan(20);
  });
});
