import { header, type WireRequest } from '../../../common/wire.ts';

export interface SeenCallOptions {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** `client=` of `Sforce-Call-Options`; null when the caller named none. */
  readonly client: string | null;
}

/** Who says to be calling, so that tests can assert the name that change events would carry (salesforce.md §7). */
export interface CallOptionsLog {
  note(request: WireRequest): void;
  list(): SeenCallOptions[];
  clear(): void;
}

const keptCalls = 5000;

export function makeCallOptionsLog(): CallOptionsLog {
  let seen: SeenCallOptions[] = [];
  return {
    note(request) {
      const client = /(?:^|[,;]\s*)client=([^,;]+)/i.exec(header(request, 'sforce-call-options') ?? '')?.[1]?.trim() ?? null;
      seen.push({ at: new Date().toISOString(), method: request.method, path: request.url, client });
      if (seen.length > keptCalls * 1.5) seen = seen.slice(-keptCalls);
    },
    list: () => seen.slice(-keptCalls),
    clear: () => void (seen = []),
  };
}
