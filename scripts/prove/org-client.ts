import { setTimeout as wait } from 'node:timers/promises';
import type { Stack } from '../setup/stack.ts';

export type Row = Record<string, unknown>;

/** The simulated org as its admin sees it over REST; repeats what a planted fault hit. */
export interface OrgClient {
  query(soql: string): Promise<Row[]>;
  /** Ids in the order of the rows. Not repeated: call it while no fault is planted. */
  create(object: string, rows: readonly Row[]): Promise<string[]>;
  update(object: string, rows: readonly Row[]): Promise<void>;
}

interface Saved {
  id?: string;
  success: boolean;
  errors: unknown[];
}

const ATTEMPTS = 60;
const PAUSE_MS = 250;
const CHUNK = 200;

export function makeOrgClient({ endpoints, org }: Stack): OrgClient {
  const base = `${endpoints.salesforce.instanceUrl}/services/data/v66.0`;
  let token: string | null = endpoints.salesforce.accessToken;

  const once = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    token ??= await org.issueToken('admin');
    const response = await fetch(base + path, {
      method, signal: AbortSignal.timeout(20_000),
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response.json();
    if (response.status === 401) token = null;
    throw new TypeError(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  const repeated = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(method, path, body);
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await wait(PAUSE_MS);
      }
    }
  };
  const judged = (answer: unknown, object: string): string[] => {
    const rows = answer as Saved[];
    const refused = rows.find((row) => !row.success);
    if (refused) throw new Error(`The org refuses ${object}: ${JSON.stringify(refused.errors)}`);
    return rows.map((row) => row.id ?? '');
  };
  const bodyOf = (object: string, rows: readonly Row[]): unknown => ({ allOrNone: true, records: rows.map((row) => ({ attributes: { type: object }, ...row })) });
  const inChunks = async (rows: readonly Row[], save: (chunk: readonly Row[]) => Promise<string[]>): Promise<string[]> => {
    const ids: string[] = [];
    for (let at = 0; at < rows.length; at += CHUNK) ids.push(...(await save(rows.slice(at, at + CHUNK))));
    return ids;
  };

  return {
    async query(soql) {
      const rows: Row[] = [];
      let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
      while (path !== undefined) {
        const page = (await repeated('GET', path)) as { records: Row[]; nextRecordsUrl?: string };
        rows.push(...page.records);
        path = page.nextRecordsUrl?.replace(/^\/services\/data\/v[\d.]+/, '');
      }
      return rows;
    },
    create: (object, rows) => inChunks(rows, async (chunk) => judged(await once('POST', '/composite/sobjects', bodyOf(object, chunk)), object)),
    update: async (object, rows) => void (await inChunks(rows, async (chunk) => judged(await repeated('PATCH', '/composite/sobjects', bodyOf(object, chunk)), object))),
  };
}
