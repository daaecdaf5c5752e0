import { Connection } from 'jsforce';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError, asError } from '../kernel/errors.ts';
import { fromSalesforce } from './errors.ts';
import { API_VERSION, signIn, type OrgAccess } from './sign-in.ts';

const CALL_MS = 30_000;
/** jsforce refreshes for ever when every answer is 401 (measured); after this many in a row it is a permanent refusal. */
const MAX_REFRESHES = 2;

/** So long nobody signs in again to be refused again; what an operator registers anew has a session of its own. */
const REFUSED_MS = 60_000;

/** After our own deadline jsforce ends the call itself, and what it would repeat; so much later, that the sentence is ours. */
const END_AFTER_MS = 50;

export interface OrgSession {
  /** Ends after `withinMs`, the call on the wire too. */
  get<T>(path: string, withinMs?: number): Promise<T>;
  query<T>(soql: string): Promise<T[]>;
  /** Deleted rows too. */
  queryAll<T>(soql: string): Promise<T[]>;
  patch<T>(path: string, body: unknown): Promise<T>;
}

/** One signed-in connection to one org; signs in at the first call and again when the session has ended. */
export function openSession(access: OrgAccess, clock: Clock): OrgSession {
  let connection: Connection | null = null;
  let refreshes = 0;
  let refused: { error: unknown; until: number } | null = null;

  const connect = async (): Promise<Connection> => {
    if (connection !== null) return connection;
    if (refused !== null && clock.now() < refused.until) throw refused.error;
    const opened = new Connection({
      instanceUrl: access.instanceUrl,
      accessToken: await signIn(access, clock),
      version: API_VERSION,
      callOptions: { client: 'Crossledger' },
      refreshFn: (_connection, done) => {
        refreshes += 1;
        if (refreshes > MAX_REFRESHES) {
          done(new CrossledgerError('salesforce.sign-in', { problem: 'every new session is refused' }));
          return;
        }
        void signIn(access, clock).then((token) => { done(null, token); }, (error: unknown) => { done(error as Error); });
      },
    });
    if (access.sandbox === false) await refuseSandbox(opened, access.orgId).catch((error: unknown) => {
      if (asError(error).code === 'org.sandbox') refused = { error, until: clock.now() + REFUSED_MS };
      throw error;
    });
    connection = opened;
    return connection;
  };

  const call = async <T>(method: 'GET' | 'PATCH', path: string, body?: unknown, withinMs = CALL_MS): Promise<T> => {
    try {
      const opened = await connect();
      const answer = await withDeadline(opened.request<T>({
        method,
        url: `/services/data/v${API_VERSION}${path}`,
        headers: { 'content-type': 'application/json', 'sforce-mru': 'updateMru=false' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }, { timeout: withinMs + END_AFTER_MS }), withinMs);
      refreshes = 0;
      return answer;
    } catch (error) {
      const mapped = fromSalesforce(error);
      if (mapped.code === 'salesforce.sign-in') {
        connection = null;
        refreshes = 0;
      }
      throw mapped;
    }
  };

  return {
    get: (path, withinMs) => call('GET', path, undefined, withinMs),
    patch: (path, body) => call('PATCH', path, body),
    queryAll: async <T>(soql: string) => (await call<{ records: T[] }>('GET', `/queryAll?q=${encodeURIComponent(soql)}`)).records,
    query: async <T>(soql: string) => (await call<{ records: T[] }>('GET', `/query?q=${encodeURIComponent(soql)}`)).records,
  };
}

/**
 * A sandbox that is registered as production would pass the environment lock: Salesforce's own word counts. Where the user may not read it
 * (recalled: every user may), the registration alone does.
 */
async function refuseSandbox(connection: Connection, orgId: string): Promise<void> {
  try {
    const { records } = await withDeadline(connection.query<{ IsSandbox: boolean }>('SELECT IsSandbox FROM Organization LIMIT 1'));
    if (records[0]?.IsSandbox === true) throw new CrossledgerError('org.sandbox', { org: orgId });
  } catch (thrown) {
    const error = fromSalesforce(thrown);
    if (error.code !== 'salesforce.refused') throw error;
  }
}

/** jsforce waits up to 30 minutes by itself. */
export function withDeadline<T>(work: PromiseLike<T>, ms = CALL_MS): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(noAnswer(ms)), ms);
  });
  return Promise.race([Promise.resolve(work), late]).finally(() => clearTimeout(timer));
}

export const noAnswer = (ms: number): CrossledgerError => new CrossledgerError('salesforce.unavailable', { problem: `no answer in ${ms / 1000} s` });
