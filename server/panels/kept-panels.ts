import type { Database } from '../store/database.ts';
import { keepPanels, readPanel, type PanelKey } from '../store/panel-cache.ts';
import type { KeptPanels } from './live-part.ts';

/** A page that is read again before this is written once. */
const FLUSH_MS = 10_000;
const BATCH = 200;
/** So many are written at once, whatever the time. */
const FLUSH_ROWS = 1000;
/** Beyond this the oldest is dropped: last known data are a convenience, memory is not. */
const MAX_WAITING = 2000;

type Row = PanelKey & { data: unknown; asOf: string; keepDays: number };

/** Last known data, written behind: a live read does not wait for the database. */
export function createKeptPanels(db: Database, onError: (error: unknown) => void): KeptPanels & { flush(): Promise<void> } {
  const waiting = new Map<string, Row>();
  let timer: NodeJS.Timeout | null = null;
  let flushing: Promise<void> | null = null;

  const write = async (): Promise<void> => {
    const rows = [...waiting.values()];
    waiting.clear();
    for (let at = 0; at < rows.length; at += BATCH) await keepPanels(db, rows.slice(at, at + BATCH)).catch(onError);
  };
  /** One at a time, so that a slow store meets the bound on what waits. */
  const flush = async (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    await flushing;
    flushing ??= write().finally(() => { flushing = null; });
    await flushing;
  };
  const nameOf = (key: PanelKey): string => [key.orgId, key.connection, key.company, key.part, key.subject].join('\u0000');

  return {
    async read(key) {
      const row = waiting.get(nameOf(key));
      return row === undefined ? readPanel(db, key) : { data: row.data, asOf: row.asOf };
    },
    keep(key, data, asOf, keepDays) {
      if (keepDays === 0) return;
      if (waiting.size >= MAX_WAITING) waiting.delete(waiting.keys().next().value ?? '');
      waiting.set(nameOf(key), { ...key, data, asOf, keepDays });
      if (waiting.size >= FLUSH_ROWS && flushing === null) void flush();
      else timer ??= setTimeout(() => void flush(), FLUSH_MS).unref();
    },
    flush,
  };
}
