import { closeSync, existsSync, fstatSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** An append-only file of JSON lines. What `append` has returned from survives a kill of the process. */
export interface Journal<Entry> {
  /** The entries found at opening, oldest first; a line torn by a kill is cut off. */
  readonly found: readonly Entry[];
  append(entries: readonly Entry[]): void;
  /** Replaces the whole content, by write and rename, so that a kill leaves either the old file or the new one. */
  rewrite(entries: readonly Entry[]): void;
  close(): void;
}

export function openJournal<Entry>(folder: string, name: string): Journal<Entry> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.jsonl`);
  const { entries, goodBytes } = existsSync(file) ? readEntries<Entry>(file) : { entries: [], goodBytes: 0 };
  let handle = openSync(file, 'a');
  if (fstatSync(handle).size > goodBytes) ftruncateSync(handle, goodBytes);
  return {
    found: entries,
    append(added) {
      if (added.length > 0) writeSync(handle, toLines(added));
    },
    rewrite(all) {
      writeFileSync(`${file}.new`, toLines(all));
      closeSync(handle);
      renameSync(`${file}.new`, file);
      handle = openSync(file, 'a');
    },
    close: () => closeSync(handle),
  };
}

/** A journal that keeps nothing, for runs in memory. */
export function makeNoJournal<Entry>(): Journal<Entry> {
  return { found: [], append: () => undefined, rewrite: () => undefined, close: () => undefined };
}

/** Keeps only the newest entry of each key, in the order in which the keys were last written. */
export function compactEntries<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const key = keyOf(entry);
    newest.delete(key);
    newest.set(key, entry);
  }
  return [...newest.values()];
}

function toLines(entries: readonly unknown[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function readEntries<Entry>(file: string): { entries: Entry[]; goodBytes: number } {
  const text = readFileSync(file, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  return { entries: lines.map((line) => JSON.parse(line) as Entry), goodBytes: Buffer.byteLength(text.slice(0, end)) };
}
