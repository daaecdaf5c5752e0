import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** One request as it came over the wire, its body read to the end. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  /** Path only, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as UTF-8 text. */
  readonly text: string;
}

/** What a far end answers; an object body goes out as JSON. */
export interface WireReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer | object;
}

export type WireHandler = (request: WireRequest) => WireReply | Promise<WireReply>;

export async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return makeRequest(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, Buffer.concat(parts));
}

/** Also used for the inner requests of a batch. */
export function makeRequest(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer | string): WireRequest {
  const mark = url.indexOf('?');
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  let text: string | undefined;
  let query: URLSearchParams | undefined;
  return {
    method: method.toUpperCase(),
    url,
    path: mark < 0 ? url : url.slice(0, mark),
    get query() {
      query ??= new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
      return query;
    },
    headers,
    body: bytes,
    get text() {
      text ??= bytes.toString('utf8');
      return text;
    },
  };
}

export function header(request: WireRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
