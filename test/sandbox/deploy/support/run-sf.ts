import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const SF_PROGRAM = fileURLToPath(new URL('../../../sf/node_modules/@salesforce/cli/bin/run.js', import.meta.url));
/** False where `npm ci --prefix test/sf` has not run. */
export const hasCli = existsSync(SF_PROGRAM);

export interface CliAnswer {
  readonly status: number;
  readonly message?: string;
  // Each command has a shape of its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly result: any;
}

export interface Sf {
  /** Where the CLI keeps what it knows. */
  readonly home: string;
  run(args: readonly string[], more?: { cwd?: string; env?: Record<string, string> }): Promise<CliAnswer>;
  close(): void;
}

/** Keeps the CLI in a home of its own, and from calling anybody. */
export const quietAt = (home: string) => ({ HOME: home, SF_USE_GENERIC_UNIX_KEYCHAIN: 'true', SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true' });

/** The real `sf` command line with a home of its own. */
export function openSf(): Sf {
  const home = mkdtempSync(join(tmpdir(), 'crossledger-sf-'));
  return {
    home,
    run: (args, { cwd = home, env = {} } = {}) =>
      new Promise((resolve, reject) => {
        execFile(process.execPath, [SF_PROGRAM, ...args, '--json'], { env: { PATH: process.env['PATH'], ...quietAt(home), SF_TEMP_SHOW_SECRETS: 'true', ...env }, cwd, maxBuffer: 64 * 1024 * 1024 }, (cause, stdout) => {
          try {
            resolve(JSON.parse(stdout) as CliAnswer);
          } catch {
            reject(cause ?? new Error(`sf ${args.join(' ')} said no JSON: ${stdout}`));
          }
        });
      }),
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}
