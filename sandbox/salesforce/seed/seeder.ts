import type { Org, OrgUser, SaveResult, WireRecord } from '../org.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Inserts as the platform itself, in chunks as large as a collection, and stops at the first refusal. */
export interface Seeder {
  readonly org: Org;
  /** Name of a component of the package as the outside says it. */
  readonly named: (name: string) => string;
  readonly userId: (alias: OrgUser['alias']) => string;
  /** Answers the new ids in the order of the rows. */
  insert(object: string, rows: readonly Fields[]): Promise<string[]>;
  query(soql: string): Promise<readonly WireRecord[]>;
}

const rowsPerCall = 200;

export function makeSeeder(org: Org): Seeder {
  const userId = (alias: OrgUser['alias']): string => {
    const user = org.users.find((one) => one.alias === alias);
    if (!user) throw new Error(`The org has no user ${alias}`);
    return user.id;
  };
  const actor = { userId: userId('admin'), system: true };
  return {
    org,
    named: (name) => (org.namespace ? `${org.namespace}__${name}` : name),
    userId,
    async insert(object, rows) {
      const ids: string[] = [];
      for (let at = 0; at < rows.length; at += rowsPerCall) {
        const chunk = rows.slice(at, at + rowsPerCall).map((fields) => ({ ...fields, attributes: { type: object } }));
        const results = await org.save('insert', chunk, actor, { allOrNone: true });
        ids.push(...results.map((result, row) => idOf(object, result, chunk[row])));
      }
      return ids;
    },
    query: async (soql) => (await org.query(soql, actor)).records,
  };
}

function idOf(object: string, result: SaveResult, row: unknown): string {
  if (result.success && result.id !== null) return result.id;
  const [error] = result.errors;
  throw new Error(`${object} was refused: ${error?.statusCode ?? ''} ${error?.message ?? ''} in ${JSON.stringify(row)}`);
}
