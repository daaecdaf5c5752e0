export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Only when bodies are kept. */
  readonly body?: string;
  /** 0 while under way and when the connection was broken. */
  status: number;
  /** Requests under way when this one came, itself included. */
  readonly inFlight: number;
  outcome: 'under way' | 'answered' | 'fault' | 'dropped before' | 'dropped after' | 'late' | 'late done' | 'failed';
}

export interface RequestLog {
  start(method: string, path: string, body: string): LoggedRequest;
  /** Off at first: ten thousand orders would fill the memory. */
  keepBodies(keep: boolean): void;
  finish(entry: LoggedRequest, status: number, outcome: LoggedRequest['outcome']): void;
  list(): LoggedRequest[];
  clear(): void;
}

const keptRequests = 20_000;

/** Keeps the newest requests in memory, for tests that ask what really came over the wire. */
export function makeRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let underWay = 0;
  let keepsBodies = false;
  return {
    start(method, path, body) {
      underWay += 1;
      const entry: LoggedRequest = { at: new Date().toISOString(), method, path, ...(keepsBodies && { body }), status: 0, inFlight: underWay, outcome: 'under way' };
      entries.push(entry);
      if (entries.length > keptRequests * 1.5) entries = entries.slice(-keptRequests);
      return entry;
    },
    finish(entry, status, outcome) {
      if (entry.outcome === 'under way') underWay -= 1;
      entry.status = status;
      entry.outcome = outcome;
    },
    keepBodies: (keep) => void (keepsBodies = keep),
    list: () => entries.slice(-keptRequests),
    clear: () => void (entries = entries.filter((entry) => entry.outcome === 'under way')),
  };
}
