/** What every caller of a far end sees; implemented in client.ts out of small middleware. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Absolute. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
  /** Name of what is asked, for logs and sentences: `read customer`, `create order header`. Never holds data. */
  step: string;
  /** A POST that only asks may be repeated like a GET. */
  safe?: boolean;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** Why and for how long a call is made. */
export interface CallContext {
  /** `live` reads of an open page keep a share of the slots free for themselves. */
  lane: 'live' | 'work';
  /** Instant (ms) after which the answer is of no use. */
  deadlineAt: number;
  requestId: string;
  signal?: AbortSignal;
}

/**
 * Sends one request. Resolves with any status but 3xx, 401, 408, 429 and 5xx; rejects with a CrossledgerError
 * (`erp.unavailable`, `erp.slow`, `erp.throttled`, `erp.sign-in`, `erp.unknown-outcome`, `erp.answer`, `erp.address`), whose `outcome` tells whether a
 * write may have happened. One exception: a write that is answered with 5xx and a JSON body `{"error":…}` resolves, because then the ERP's
 * application spoke and only the connector can tell a definite refusal from an unknown outcome (fno.md §4).
 */
export type Send = (request: HttpRequest, context: CallContext) => Promise<HttpResponse>;

/** Slots and rate of one connection, shared by all instances on one PostgreSQL (in memory on the embedded store). */
export interface Limiter {
  /** Waits for a slot; rejects with `erp.slow` when the deadline passes first, at once with `erp.throttled` when the pause outlasts it. The returned function gives the slot back. */
  acquire(connection: string, lane: 'live' | 'work', deadlineAt: number): Promise<() => void>;
  /** Nothing starts before this instant (from Retry-After). */
  pause(connection: string, untilMs: number): Promise<void>;
}
