import { spawn, type ChildProcess } from 'node:child_process';

export interface CommandResult {
  /** 0 only when the command ended by itself and was content. */
  code: number;
  /** Both streams as they came. */
  output: string;
  timedOut: boolean;
}

/** Runs a program of node_modules or a script below `cwd` with this Node, without a shell. */
export type RunCommand = (args: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<CommandResult>;

export interface CommandLimits {
  cwd: string;
  /** When the whole suite must be over. */
  deadlineAt: number;
}

const running = new Set<ChildProcess>();

/** A runner of `node <args>` whose children, and theirs, end at the deadline. */
export const makeRunCommand = ({ cwd, deadlineAt }: CommandLimits): RunCommand => (args, environment = {}) =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...environment };
    const child = spawn(process.execPath, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const parts: Buffer[] = [];
    child.stdout.on('data', (data: Buffer) => parts.push(data));
    child.stderr.on('data', (data: Buffer) => parts.push(data));
    let timedOut = false;
    const limit = setTimeout(() => {
      timedOut = true;
      killGroup(child, 'SIGKILL');
    }, Math.max(deadlineAt - Date.now(), 0));
    const finish = (): void => {
      clearTimeout(limit);
      running.delete(child);
    };
    child.on('error', (cause) => {
      finish();
      reject(cause);
    });
    child.on('close', (code) => {
      finish();
      killGroup(child, 'SIGKILL'); // what the suite left running must not disturb the next one
      resolve({ code: timedOut ? 1 : (code ?? 1), output: Buffer.concat(parts).toString('utf8'), timedOut });
    });
  });

/** Ends everything that still runs, for Ctrl-C. */
export function killRunning(signal: NodeJS.Signals): void {
  for (const child of running) killGroup(child, signal);
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}
