import type { ErpEndpoint } from '../../../sandbox/erps/erp-options.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- wire bodies of many shapes
  readonly body: any;
}

export interface Client {
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The test's hand: no token. */
  admin(method: string, path: string, body?: unknown): Promise<Answer>;
}

export async function fetchToken(endpoint: ErpEndpoint, change: Record<string, string> = {}): Promise<Answer> {
  const form = { grant_type: 'client_credentials', client_id: endpoint.clientId, client_secret: endpoint.clientSecret, scope: endpoint.scope, ...change };
  return read(await fetch(endpoint.tokenUrl, { method: 'POST', body: new URLSearchParams(form) }));
}

/** A client with a fresh token; paths are relative to `prefix`. */
export async function connect(endpoint: ErpEndpoint, prefix: string): Promise<Client> {
  const token = (await fetchToken(endpoint)).body as { access_token: string };
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${endpoint.baseUrl}${prefix}${path}`;
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    return read(await fetch(url, { method, headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json', ...headers }, ...content }));
  };
  return {
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    async admin(method, path, body) {
      return read(await fetch(`${endpoint.baseUrl}/__sandbox${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) }));
    },
  };
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    body = text; // not every answer is JSON
  }
  return { status: response.status, headers: response.headers, text, body };
}

/** The rows of a list answer. */
export function rowsOf(answer: Answer): Record<string, unknown>[] {
  return answer.body.value as Record<string, unknown>[];
}

/** Waits until the probe gives something; the test's own timeout bounds it. */
export async function until<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
  }
}
