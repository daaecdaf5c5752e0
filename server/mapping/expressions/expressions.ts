import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MappingRecord } from '../record.ts';
import { stop, type Stop } from '../problems.ts';
import { toValue, type Value } from '../value.ts';
import type { Answer, Question } from './protocol.ts';

export interface Expressions {
  /** The value of a JSONata expression over a record, or why there is none. Never throws. */
  evaluate(expression: string, record: MappingRecord): Promise<{ value: Value } | Stop>;
  /** Starts the engine, so that the first record does not wait for it. */
  warm(): Promise<void>;
  close(): void;
}

/** Longest time an engine may be silent although it bounds every expression itself. */
const SILENT_MS = 5000;
/** An engine that comes up slowly is not a hanging one. */
const START_MS = 30_000;

const SAYS: Readonly<Record<Exclude<Answer['kind'], 'value'>, [Stop['problem'], string, string]>> = {
  time: ['expression-time', 'the expression did not end within 100 ms and was stopped', 'An admin corrects the expression in the mapping.'],
  memory: ['expression-memory', 'the expression needs too much memory and was stopped', 'An admin corrects the expression in the mapping.'],
  failed: ['expression-failed', 'the expression fails', 'An admin corrects the expression in the mapping.'],
  result: ['expression-result', 'the expression gives no single plain value', 'It must give one text, number, or true or false.'],
};

/** An expression that was stopped so often is not run again for a while: each of a thousand lines would wait for it. */
const MOST_STOPS = 3;
const REST_MS = 60_000;

interface Job {
  question: Question;
  done(answer: Answer | 'died'): void;
}

/**
 * Evaluates expressions in a process of their own, because one allocation past the limit of a worker thread takes its
 * whole process down. Nothing runs before the first expression. One expression after the other.
 */
export function createExpressions(): Expressions {
  return new Engine();
}

class Engine implements Expressions {
  #child: ChildProcess | undefined;
  #jobs: Job[] = [];
  #next = 1;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isClosed = false;
  readonly #stopped = new Map<string, { times: number; untilMs: number; stop: Stop }>();

  async evaluate(expression: string, record: MappingRecord): Promise<{ value: Value } | Stop> {
    const known = this.#stopped.get(expression);
    if (known !== undefined && known.times >= MOST_STOPS && performance.now() < known.untilMs) return known.stop;
    const answer = await this.#run(expression, record);
    if (!('problem' in answer)) this.#stopped.delete(expression);
    else if (answer.problem === 'expression-time' || answer.problem === 'expression-memory') {
      this.#stopped.set(expression, { times: (known?.times ?? 0) + 1, untilMs: performance.now() + REST_MS, stop: answer });
    }
    return answer;
  }

  async #run(expression: string, record: MappingRecord): Promise<{ value: Value } | Stop> {
    const input = toJson(record);
    if (input === null) return stop('expression-failed', 'the record is no plain data', 'An admin looks at the sources of the mapping.');
    let answer = await this.#ask({ id: this.#next++, expression, input });
    // It may have died of what came before; an expression that kills it twice is the cause itself.
    if (answer === 'died' && !this.#isClosed) answer = await this.#ask({ id: this.#next++, expression, input });
    if (answer === 'died') return this.#isClosed ? stop('expression-engine', 'the engine for expressions is closed', 'It is tried again.') : told({ id: 0, kind: 'memory' });
    return answer.kind === 'value' ? { value: toValue(answer.value) ?? null } : told(answer);
  }

  async warm(): Promise<void> {
    await this.evaluate('1', {});
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #ask(question: Question): Promise<Answer | 'died'> {
    if (this.#isClosed) return Promise.resolve('died');
    return new Promise((done) => {
      this.#jobs.push({ question, done });
      if (this.#jobs.length === 1) this.#post();
    });
  }

  #post(): void {
    const job = this.#jobs[0];
    if (job === undefined) {
      clearTimeout(this.#timer);
      // An idle engine keeps no process alive.
      this.#child?.channel?.unref();
      return;
    }
    const child = this.#start();
    child.channel?.ref();
    // A failed send ends the engine; its exit answers the job.
    child.send(job.question, (error) => { if (error !== null) child.kill('SIGKILL'); });
    this.#watch(child);
  }

  #watch(child: ChildProcess): void {
    clearTimeout(this.#timer);
    // Twice, so that a process that was frozen reads the answer that waits before it judges.
    this.#timer = setTimeout(() => { this.#timer = setTimeout(() => { child.kill('SIGKILL'); }, 50); }, this.#isStarted ? SILENT_MS : START_MS);
  }

  #start(): ChildProcess {
    if (this.#child !== undefined) return this.#child;
    // No settings of the server, no secrets: the engine gets an empty environment.
    const child = fork(fileURLToPath(new URL('./host.ts', import.meta.url)), { execArgv: ['--max-old-space-size=128'], env: plainEnvironment(), serialization: 'json', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child = child;
    this.#isStarted = false;
    child.unref();
    child.on('message', (message) => { if (this.#child === child) this.#answer(message as Answer); });
    child.on('error', () => { this.#died(child); });
    child.on('exit', () => { this.#died(child); });
    return child;
  }

  #answer(answer: Answer): void {
    this.#isStarted = true;
    const job = this.#jobs[0];
    if (job === undefined || job.question.id !== answer.id) return;
    this.#jobs.shift();
    job.done(answer);
    this.#post();
  }

  #died(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#drop();
    const job = this.#jobs.shift();
    job?.done('died');
    this.#post();
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
    if (this.#isClosed) for (const job of this.#jobs.splice(0)) job.done('died');
  }
}

function told(answer: Exclude<Answer, { kind: 'value' }>): Stop {
  const [problem, says, fix] = SAYS[answer.kind];
  return stop(problem, answer.says === undefined ? says : `${says}: ${answer.says}`, fix);
}

function toJson(record: MappingRecord): string | null {
  try {
    return JSON.stringify(record, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
  } catch {
    return null;
  }
}

/** Windows starts nothing without its SystemRoot. */
const plainEnvironment = (): NodeJS.ProcessEnv => (process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] });
