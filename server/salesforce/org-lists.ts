import * as z from 'zod';
import { CrossledgerError } from '../kernel/errors.ts';
import { isSalesforceId } from '../kernel/ids.ts';
import { changedDealsQuery, toDeal, type OrgFeatures } from './deal.ts';
import type { PackageNames } from './names.ts';
import type { OrgPort } from './org-port.ts';
import type { OrgSession } from './org-session.ts';

export interface ListSource {
  session: OrgSession;
  names: PackageNames;
  features: () => Promise<OrgFeatures>;
  orgId: string;
  /** Of an org without several. */
  currency: string;
}

/** What is read page by page. */
export function openLists({ session, names, features, orgId, currency }: ListSource): Pick<OrgPort, 'newOutboxRows' | 'accountsOf' | 'wonDealsAfter' | 'changedDeals'> {
  return {
    async newOutboxRows(afterId, limit) {
      const after = afterId === null ? '' : ` AND Id > '${checked(afterId)}'`;
      const soql = `SELECT Id, ${names.outboxRecord}, ${names.outboxCycle}, CreatedDate FROM ${names.outbox} WHERE ${names.outboxStatus} = 'New' AND ${names.outboxOrg} = '${checked(orgId)}'${after} ORDER BY Id LIMIT ${limit}`;
      const rows = await session.query<Record<string, unknown>>(soql);
      return rows.map((row) => ({
        id: z.string().parse(row['Id']),
        opportunityId: z.string().parse(row[names.outboxRecord]),
        cycle: z.number().nullish().parse(row[names.outboxCycle]) ?? 0,
        createdAt: toInstant(row['CreatedDate']),
      }));
    },

    async accountsOf(dealIds) {
      if (dealIds.length === 0) return new Map();
      const rows = await session.query<Record<string, unknown>>(`SELECT Id, AccountId FROM Opportunity WHERE Id IN (${dealIds.map((id) => `'${checked(id)}'`).join(', ')})`);
      return new Map(rows.flatMap((row) => (typeof row['AccountId'] === 'string' ? [[z.string().parse(row['Id']), row['AccountId']] as const] : [])));
    },

    async wonDealsAfter(place, limit) {
      const stage = (await features()).stageChangeDate ? ['LastStageChangeDate'] : [];
      const after = touchedAfter(place);
      const soql = `SELECT Id, AccountId, ${names.cycle}, ${[...stage, 'CreatedDate', 'SystemModstamp'].join(', ')} FROM Opportunity WHERE IsWon = true AND ${after} ORDER BY SystemModstamp, Id LIMIT ${limit}`;
      const rows = await session.query<Record<string, unknown>>(soql);
      return rows.map((row) => ({
        id: z.string().parse(row['Id']),
        cycle: z.number().nullish().parse(row[names.cycle]) ?? 0,
        wonAt: toInstant(row['LastStageChangeDate'] ?? row['CreatedDate']),
        accountId: z.string().nullish().parse(row['AccountId']) ?? null,
        modifiedAt: toInstant(row['SystemModstamp']),
      }));
    },

    async changedDeals(place, limit) {
      const rows = await session.queryAll<Record<string, unknown>>(changedDealsQuery(touchedAfter(place), limit, names, await features()));
      return rows.map((row) => ({ deal: toDeal(row, names, currency), isDeleted: row['IsDeleted'] === true, modifiedAt: toInstant(row['SystemModstamp']) }));
    },
  };
}

/** Only an id enters a query. */
export function checked(id: string): string {
  if (!isSalesforceId(id)) throw new CrossledgerError('record.unknown', { what: 'Record', id: 'with a malformed id' });
  return id;
}

export function touchedAfter(place: { modifiedAt: string; id: string | null }): string {
  const at = new Date(place.modifiedAt).toISOString();
  return place.id === null ? `SystemModstamp >= ${at}` : `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${checked(place.id)}'))`;
}

/** `2026-01-02T03:04:05.000+0000` of the REST API, as UTC. */
export const toInstant = (value: unknown): string => new Date(z.string().parse(value).replace(/\+0000$/, 'Z')).toISOString();
