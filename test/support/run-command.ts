import { Console } from 'node:console';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Config } from '@oclif/core';
import { SfError } from '@salesforce/core';
import { COMMANDS } from '../../scripts/commands/index.ts';

export type CommandId = keyof typeof COMMANDS;
export const COMMAND_IDS = Object.keys(COMMANDS) as CommandId[];

/** Each has a result of its own, which is looked at as unknown here. */
const RUNNABLE = COMMANDS as unknown as Record<CommandId, { run(argv: string[], config: Config): Promise<unknown> }>;

export interface Ended {
  code: number;
  /** What it gives under --json; undefined when it failed. */
  result: unknown;
  error: SfError | undefined;
  out: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
let loaded: Promise<Config> | null = null;

function loadConfig(): Promise<Config> {
  const pjson = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Record<string, unknown>;
  return (loaded ??= Config.load({ root, pjson } as never));
}

/** A command in this process, which is much quicker than a process of its own; test/scripts/commands runs some as a person does. */
export async function runCommand(id: CommandId, argv: readonly string[]): Promise<Ended> {
  const config = await loadConfig();
  const write = process.stdout.write.bind(process.stdout);
  let out = '';
  process.stdout.write = ((text: string | Uint8Array) => { out += String(text); return true; });
  // The console of a test run has no constructor, which the tables need, and does not write to the standard output.
  const consoleBefore = globalThis.console;
  globalThis.console = Object.assign(new Console(process.stdout, process.stderr), { Console });
  const codeBefore = process.exitCode;
  process.exitCode = 0;
  try {
    const result = await RUNNABLE[id].run([...argv], config);
    return { code: Number(process.exitCode), result, error: undefined, out };
  } catch (thrown) {
    const error = thrown instanceof SfError ? thrown : SfError.wrap(thrown);
    return { code: Number(process.exitCode) || error.exitCode, result: undefined, error, out };
  } finally {
    process.stdout.write = write;
    globalThis.console = consoleBefore;
    process.exitCode = codeBefore;
  }
}
