import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { z } from 'zod';

export interface PartOptions {
  name: string;
  /** Script and flags. */
  args: readonly string[];
  cwd: string;
  environment?: Readonly<Record<string, string>>;
  /** Everything that it prints is added here. */
  logFile: string;
  readyWithinMs: number;
  /** Gives the start up. */
  signal?: AbortSignal;
}

/** One child process that prints `{"ready":true, …}` when it serves. */
export interface Part<Ready> {
  readonly name: string;
  readonly pid: number;
  readonly ready: Ready;
  /** Resolves when the process is gone, wanted or not. */
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** TERM, and KILL when that is not heard in time. */
  stop(): Promise<void>;
}

export interface Ended {
  name: string;
  code: number | null;
  signal: NodeJS.Signals | null;
  wanted: boolean;
  lastLines: string[];
}

const stopWithinMs = 10_000;
const keptLines = 30;

/** Starts a part and waits until it is ready; rejects with its last lines when it ends before. */
export async function startPart<Ready>(options: PartOptions, shape: z.ZodType<Ready>): Promise<Part<Ready>> {
  const env = { ...ownEnvironment(), ...options.environment };
  const child = spawn(process.execPath, options.args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  let wanted = false;
  const ended = watchEnd(child, options.name, lines, () => wanted);
  const readyLine = watchOutput(child.stdout, child.stderr, options, lines);
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  void ended.then(() => process.off('exit', killAtExit));
  const stop = async (): Promise<void> => {
    wanted = true;
    await endChild(child, ended);
  };
  try {
    const ready = shape.parse(await firstOf(readyLine, ended, options));
    return { name: options.name, pid: child.pid ?? 0, ready, ended, stop, kill: (signal) => ((wanted = true), void child.kill(signal)) };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Settings of a real backend that stand in the caller's shell do not reach the parts. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CROSSLEDGER_')));
}

function watchEnd(child: ChildProcess, name: string, lastLines: string[], isWanted: () => boolean): Promise<Ended> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ name, code, signal, wanted: isWanted(), lastLines }));
    child.once('error', (cause) => {
      lastLines.push(cause.message);
      resolve({ name, code: null, signal: null, wanted: isWanted(), lastLines });
    });
  });
}

function watchOutput(stdout: Readable, stderr: Readable, { logFile }: PartOptions, lines: string[]): Promise<unknown> {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  const keep = (line: string): void => {
    lines.push(line);
    if (lines.length > keptLines) lines.shift();
    log.write(`${line}\n`);
  };
  let isReady = false;
  createInterface(stderr).on('line', keep);
  return new Promise((resolve) => {
    createInterface(stdout).on('line', (line) => {
      if (!isReady && line.startsWith('{"ready":true')) {
        isReady = true;
        resolve(JSON.parse(line)); // holds secrets of the sandbox, so it stays out of the log
      } else keep(line);
    });
  });
}

async function firstOf(readyLine: Promise<unknown>, ended: Promise<Ended>, { name, readyWithinMs, signal }: PartOptions): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} was not ready within ${readyWithinMs / 1000} s`)), readyWithinMs);
    const giveUp = (): void => reject(new Error(`The start of ${name} was given up`));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  });
  const died = ended.then((end): never => {
    throw new Error(describeEnd(end));
  });
  try {
    return await Promise.race([readyLine, died, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function endChild(child: ChildProcess, ended: Promise<Ended>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return void (await ended);
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await ended;
  clearTimeout(deadline);
}

/** One plain sentence, with the last lines that the part printed. */
export function describeEnd({ name, code, signal, lastLines }: Ended): string {
  const how = signal === null ? `with code ${code}` : `by ${signal}`;
  return `${name} ended ${how}.${lastLines.length === 0 ? ' It printed nothing.' : ` It last printed:\n${lastLines.map((line) => `  ${line}`).join('\n')}`}`;
}

