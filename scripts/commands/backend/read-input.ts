import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { usage } from './find-backend.ts';

/** Standard input instead of a file. */
const STDIN = '-';

/** The text of a file, or of standard input for `-`; a file that cannot be read is a wrong call. */
export function readText(file: string, what: string): string {
  try {
    return readFileSync(file === STDIN ? 0 : path.resolve(file), 'utf8');
  } catch (cause) {
    throw usage(`${what} ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}).`, 'Name a file that exists, or - for standard input.');
  }
}

/** A secret is only ever read from a file or standard input: a command line can be seen by everybody on the machine. */
export function readSecret(file: string): string {
  const secret = readText(file, 'The secret file').trim();
  if (secret === '') throw usage(`The secret file ${file} is empty.`, 'Name a file that holds the secret, or - for standard input.');
  return secret;
}

/** Settings in YAML or JSON. */
export function readSettings(file: string): Record<string, unknown> {
  const text = readText(file, 'The settings file');
  try {
    const value: unknown = parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // told below
  }
  throw usage(`${file} holds no settings.`, 'Write them as YAML or JSON, one name and value each.');
}
