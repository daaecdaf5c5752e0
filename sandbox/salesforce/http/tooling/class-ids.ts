import { toOrgId } from '../../metadata/ids.ts';
import type { ClassCoverage, Org } from '../../org.ts';

/** Ids of the org's classes by name; what is covered and no class is a trigger, whose ids count. */
export async function readClassIds(org: Org, coverage: readonly ClassCoverage[] = []): Promise<Map<string, string>> {
  const admin = org.users.find((user) => user.alias === 'admin');
  const { records } = await org.query('SELECT Id, Name FROM ApexClass', { userId: admin?.id ?? '', system: true });
  const ids = new Map(records.map((row) => [String(row['Name']), String(row['Id'])]));
  coverage.filter(({ name }) => !ids.has(name)).forEach(({ name }, at) => ids.set(name, toOrgId('01q', at + 1)));
  return ids;
}
