export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Answers are looked into by each test; their shape is what the test is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface Sending {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null sends no token. */
  readonly token?: string | null;
}

export interface Wire {
  readonly url: string;
  readonly token: string;
  send(method: string, path: string, sending?: Sending): Promise<WireAnswer>;
  /** Below `/services/data/v66.0/`. */
  data(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<WireAnswer>;
  admin(method: string, path: string, body?: unknown): Promise<WireAnswer>;
  /** Inserts one row and answers its id. */
  create(object: string, fields: object): Promise<string>;
  query(soql: string): Promise<WireAnswer>;
}

export function makeWire(url: string, token: string): Wire {
  const send: Wire['send'] = async (method, path, { body, headers, token: other } = {}) => {
    const bearer = other === undefined ? token : other;
    const isText = typeof body === 'string';
    const answer = await fetch(url + path, {
      method,
      headers: { ...(bearer !== null && { authorization: `Bearer ${bearer}` }), ...(body !== undefined && !isText && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text };
  };
  const data: Wire['data'] = (method, path, body, headers) => send(method, `/services/data/v66.0/${path}`, { body, ...(headers && { headers }) });
  return {
    url,
    token,
    send,
    data,
    admin: (method, path, body) => send(method, `/__sandbox/${path}`, { body, token: null }),
    async create(object, fields) {
      const answer = await data('POST', `sobjects/${object}`, fields);
      if (answer.status !== 201) throw new Error(`${object} was refused: ${JSON.stringify(answer.body)}`);
      return String(answer.body.id);
    },
    query: (soql) => data('GET', `query?q=${encodeURIComponent(soql)}`),
  };
}

/** One property of every member of a list in an answer. */
export function pluck(list: unknown, name: string): unknown[] {
  return (list as Record<string, unknown>[]).map((one) => one[name]);
}

/** The keys of an object in an answer, sorted. */
export function keysOf(value: unknown): string[] {
  return Object.keys(value as object).sort();
}
