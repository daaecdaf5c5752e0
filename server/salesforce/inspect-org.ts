import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { isMissing } from './errors.ts';
import { packageNames, type PackageNames } from './names.ts';
import { openLists } from './org-lists.ts';
import type { OrgInspector, PackageGap } from './org-port.ts';
import { openSession, type OrgSession } from './org-session.ts';
import { readRecordPages } from './record-pages.ts';
import type { OrgAccess } from './sign-in.ts';

const organization = z.object({ Id: z.string(), Name: z.string(), IsSandbox: z.boolean() });
const described = z.object({ fields: z.array(z.object({ name: z.string(), updateable: z.boolean().default(true) })) });

/** A look at an org with a session of its own, so that a sign-in is really made. */
export function inspectOrg(access: OrgAccess, clock: Clock): OrgInspector {
  const { sandbox: _judgedByItself, ...plain } = access;
  const session = openSession(plain, clock);
  const names = packageNames(access.namespace);
  const lists = openLists({ session, names, features: async () => ({ multiCurrency: false, recordTypes: false, stageChangeDate: false, person: [] }), orgId: access.orgId, currency: access.currency });
  return {
    async identity() {
      const [row] = await session.query('SELECT Id, Name, IsSandbox FROM Organization LIMIT 1');
      const { Id, Name, IsSandbox } = organization.parse(row);
      return { id: Id, name: Name, isSandbox: IsSandbox };
    },
    packageGaps: async () => (await Promise.all(needsOf(names).map((need) => gapsOf(session, need)))).flat(),
    oldestOutboxRow: async () => (await lists.newOutboxRows(null, 1))[0]?.createdAt ?? null,
    recordPages: () => readRecordPages(session, access.namespace),
  };
}

interface Need {
  object: string;
  read: readonly string[];
  write: readonly string[];
}

/** What the backend reads and writes of the package, whatever the mappings name. */
const needsOf = (names: PackageNames): Need[] => [
  { object: 'Account', read: [names.taxId], write: [names.customerNumber, names.company, names.connection] },
  { object: 'Opportunity', read: [names.cycle, names.customerPo, names.charges, names.discountPercent, names.discountAmount], write: [names.orderNumber, names.orderStatus, names.message, names.orderLink] },
  { object: 'Product2', read: [names.itemNumber], write: [] },
  { object: names.outbox, read: [names.outboxRecord, names.outboxCycle, names.outboxStatus, names.outboxOrg], write: [] },
];

async function gapsOf(session: OrgSession, { object, read, write }: Need): Promise<PackageGap[]> {
  const fields = await describe(session, object);
  if (fields === null) return [{ object, field: null, lacks: 'read' }];
  const unseen = [...read, ...write].filter((field) => !fields.has(field)).map((field) => ({ object, field, lacks: 'read' as const }));
  const fixed = write.filter((field) => fields.get(field) === false).map((field) => ({ object, field, lacks: 'write' as const }));
  return [...unseen, ...fixed];
}

/** Fields that this user sees, and whether they may be written; null when the object is out of sight. */
async function describe(session: OrgSession, object: string): Promise<ReadonlyMap<string, boolean> | null> {
  try {
    return new Map(described.parse(await session.get(`/sobjects/${object}/describe`)).fields.map((field) => [field.name, field.updateable]));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
