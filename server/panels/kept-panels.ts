import type { Database } from '../store/database.ts';
import { keepPanels, readPanel, type PanelKey } from '../store/panel-cache.ts';
import type { KeptPanels } from './live-part.ts';

const FLUSH_MS = 1000;
const BATCH = 200;
/** Beyond this the oldest is dropped: last known data are a convenience, memory is not. */
const MAX_WAITING = 2000;

type Row = PanelKey & { data: unknown; asOf: string; keepDays: number };

/** Last known data, written behind: a live read does not wait for the database. */
export function createKeptPanels(db: Database, onError: (error: unknown) => void): KeptPanels & { flush(): Promise<void> } {
  const waiting = new Map<string, Row>();
  let timer: NodeJS.Timeout | null = null;

  const flush = async (): Promise<void> => {
    timer = null;
    const rows = [...waiting.values()];
    waiting.clear();
    for (let at = 0; at < rows.length; at += BATCH) await keepPanels(db, rows.slice(at, at + BATCH)).catch(onError);
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
      timer ??= setTimeout(() => void flush(), FLUSH_MS);
      timer.unref();
    },
    flush,
  };
}
