import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Pool } from 'undici';
import { announce } from './announce.ts';
import { job, SOCKETS, type Job, type JobResult, type Read } from './job.ts';

const pools = new Map<string, Pool>();
const poolOf = (origin: string): Pool => {
  const pool = pools.get(origin) ?? new Pool(origin, { connections: SOCKETS });
  pools.set(origin, pool);
  return pool;
};

async function ask({ url, headers }: Read): Promise<string | null> {
  const { origin, pathname, search } = new URL(url);
  const response = await poolOf(origin).request({ method: 'GET', path: pathname + search, headers });
  const body = await response.body.text();
  if (response.statusCode !== 200) return `HTTP ${response.statusCode}: ${body.slice(0, 300)}`;
  // A panel that is not live was not read from the ERP.
  return /"state":"(stale|error)"/.test(body) ? body.slice(0, 600) : null;
}

/** Keeps `atOnce` questions under way until the time is over; what is still under way then is let through but not counted. However short the time, one question is counted. */
async function run({ questions, atOnce, durationMs }: Job): Promise<JobResult> {
  const result: JobResult = { durationMs, latenciesMs: [], readsMs: {}, failures: 0, failure: null };
  const startedAt = performance.now();
  const isOver = (): boolean => performance.now() - startedAt >= durationMs && result.latenciesMs.length > 0;
  let next = 0;
  const askOne = async (read: Read): Promise<string | null> => {
    const from = performance.now();
    const failure = await ask(read).catch(String);
    (result.readsMs[read.kind] ??= []).push(performance.now() - from);
    return failure;
  };
  const work = async (): Promise<void> => {
    while (!isOver()) {
      const question = questions[next++ % questions.length] ?? [];
      const from = performance.now();
      const failures = (await Promise.all(question.map(askOne))).filter((failure) => failure !== null);
      if (isOver()) return;
      result.latenciesMs.push(performance.now() - from);
      result.failures += failures.length;
      result.failure ??= failures[0] ?? null;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return result;
}

announce(createServer((request, response) => {
  void text(request).then((body) => run(job.parse(JSON.parse(body)))).then(
    (result) => response.end(JSON.stringify(result)),
    (cause: unknown) => response.writeHead(500).end(String(cause)),
  );
}));
