import { Worker } from 'node:worker_threads';
import type { Answer, Question } from './protocol.ts';

// The process that hosts the thread: it keeps the time, stops the thread, and ends with the server. Needs no file of the server.

/** Computing time of one expression. */
const COMPUTE_MS = 100;
/** By the wall clock, for a machine that is too busy to give the thread its computing time. */
const WALL_MS = 1500;
const LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };

const waiting: Question[] = [];
let isBusy = false;
let ready = startWorker();

function startWorker(): Promise<Worker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { resourceLimits: LIMITS, env: {} });
  return new Promise((resolve, reject) => {
    worker.once('message', () => { resolve(worker); });
    // Stays: an error of a thread that was stopped already is nobody's.
    worker.on('error', reject);
  });
}

/** Computing time of the thread in milliseconds. It answers in the midst of a loop. */
async function computedMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1000;
}

/** The thread's answer, or that it used up its time or its memory; the latter two leave a thread that is not to be used again. */
function run(worker: Worker, question: Question): Promise<Answer> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const finish = (answer: Answer): void => {
      clearTimeout(timer);
      worker.off('message', finish).off('error', onError).off('exit', onExit);
      resolve(answer);
    };
    const onError = (): void => { finish({ id: question.id, kind: 'memory' }); };
    const onExit = onError;
    const watch = async (from: number): Promise<void> => {
      const computed = await computedMs(worker).catch(() => Infinity);
      const isOver = computed - from >= COMPUTE_MS || performance.now() - startedAt >= WALL_MS;
      if (isOver) finish({ id: question.id, kind: 'time' });
      else timer = setTimeout(() => void watch(from), Math.max(5, COMPUTE_MS - (computed - from)));
    };
    worker.on('message', finish).on('error', onError).on('exit', onExit);
    void computedMs(worker).catch(() => 0).then((from) => {
      worker.postMessage(question);
      timer = setTimeout(() => void watch(from), COMPUTE_MS);
    });
  });
}

async function next(): Promise<void> {
  const question = waiting.shift();
  if (question === undefined) {
    isBusy = false;
    return;
  }
  isBusy = true;
  const worker = await ready;
  const answer = await run(worker, question);
  if (answer.kind === 'time' || answer.kind === 'memory') {
    await worker.terminate();
    ready = startWorker();
  }
  process.send?.(answer);
  await next();
}

process.on('message', (message) => {
  waiting.push(message as Question);
  if (!isBusy) next().catch(() => { process.exit(1); });
});
process.on('disconnect', () => { process.exit(0); });
