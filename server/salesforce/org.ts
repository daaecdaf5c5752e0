import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { isSalesforceId } from '../kernel/ids.ts';
import { dealQuery, toDeal, type OrgFeatures } from './deal.ts';
import { isMissing, isTransientRefusal } from './errors.ts';
import { packageNames } from './names.ts';
import type { DealNotice, OrgPort, Refusal } from './org-port.ts';
import { openSession, type OrgSession } from './org-session.ts';
import type { OrgAccess } from './sign-in.ts';

const FEATURES_KEPT_MS = 10 * 60_000;
const MESSAGE_LENGTH = 2000;

const describe = z.object({ fields: z.array(z.object({ name: z.string() })) });
const saveResults = z.array(z.object({ success: z.boolean(), errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).default([]) }));

/** The org port over jsforce. Ids are checked before they enter a query; nothing else of the caller does. */
export function openOrg(access: OrgAccess, clock: Clock): OrgPort {
  const session = openSession(access, clock);
  const names = packageNames(access.namespace);
  const features = featuresOf(session, clock);
  const save = async (records: object[]): Promise<Refusal[]> => {
    const rows = saveResults.parse(await session.patch('/composite/sobjects', { allOrNone: false, records }));
    return rows.map((row) => (row.success ? null : toRefusal(row.errors[0])));
  };

  return {
    async readDeal(id) {
      try {
        const [row] = await session.query(dealQuery(checked(id), names, await features()));
        return row === undefined ? null : toDeal(row, names, access.currency);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async newOutboxRows(afterId, limit) {
      const after = afterId === null ? '' : ` AND Id > '${checked(afterId)}'`;
      const soql = `SELECT Id, ${names.outboxRecord}, ${names.outboxCycle}, CreatedDate FROM ${names.outbox} WHERE ${names.outboxStatus} = 'New' AND ${names.outboxOrg} = '${checked(access.orgId)}'${after} ORDER BY Id LIMIT ${limit}`;
      const rows = await session.query<Record<string, unknown>>(soql);
      return rows.map((row) => ({
        id: z.string().parse(row['Id']),
        opportunityId: z.string().parse(row[names.outboxRecord]),
        cycle: z.number().nullish().parse(row[names.outboxCycle]) ?? 0,
        createdAt: toInstant(row['CreatedDate']),
      }));
    },

    async wonDealsAfter(place, limit) {
      const stage = (await features()).stageChangeDate ? ['LastStageChangeDate'] : [];
      const at = new Date(place.modifiedAt).toISOString();
      const after = place.id === null ? `SystemModstamp >= ${at}` : `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > '${checked(place.id)}'))`;
      const soql = `SELECT Id, ${names.cycle}, ${[...stage, 'CreatedDate', 'SystemModstamp'].join(', ')} FROM Opportunity WHERE IsWon = true AND ${after} ORDER BY SystemModstamp, Id LIMIT ${limit}`;
      const rows = await session.query<Record<string, unknown>>(soql);
      return rows.map((row) => ({
        id: z.string().parse(row['Id']),
        cycle: z.number().nullish().parse(row[names.cycle]) ?? 0,
        wonAt: toInstant(row['LastStageChangeDate'] ?? row['CreatedDate']),
        modifiedAt: toInstant(row['SystemModstamp']),
      }));
    },

    tellDeals: (notices: readonly DealNotice[]) =>
      save(notices.map((notice) => ({
        attributes: { type: 'Opportunity' },
        id: checked(notice.opportunityId),
        [names.orderStatus]: notice.status,
        [names.message]: notice.message?.slice(0, MESSAGE_LENGTH) ?? null,
        ...(notice.orderNumber === null ? {} : { [names.orderNumber]: notice.orderNumber, [names.orderLink]: notice.link }),
      }))),

    async tellAccount(accountId, place) {
      const [refusal] = await save([{ attributes: { type: 'Account' }, id: checked(accountId), [names.customerNumber]: place.customerNumber, [names.company]: place.company, [names.connection]: place.connection }]);
      return refusal ?? null;
    },
  };
}

function toRefusal(error: { statusCode: string; message: string } | undefined): NonNullable<Refusal> {
  const refusal = { code: error?.statusCode ?? 'UNKNOWN_EXCEPTION', message: error?.message ?? 'no reason given' };
  return { ...refusal, isTransient: isTransientRefusal(refusal) };
}

/** Which optional features the org has, asked again every ten minutes. */
function featuresOf(session: OrgSession, clock: Clock): () => Promise<OrgFeatures> {
  let known: { features: OrgFeatures; until: number } | null = null;

  return async (): Promise<OrgFeatures> => {
    if (known === null || known.until < clock.now()) {
      const fields = new Set(describe.parse(await session.get('/sobjects/Opportunity/describe')).fields.map((field) => field.name));
      const found = { multiCurrency: fields.has('CurrencyIsoCode'), recordTypes: fields.has('RecordTypeId'), stageChangeDate: fields.has('LastStageChangeDate') };
      known = { features: found, until: clock.now() + FEATURES_KEPT_MS };
    }
    return known.features;
  };
}

function checked(id: string): string {
  if (!isSalesforceId(id)) throw new CrossledgerError('record.unknown', { what: 'Record', id: 'with a malformed id' });
  return id;
}

/** `2026-01-02T03:04:05.000+0000` of the REST API, as UTC. */
const toInstant = (value: unknown): string => new Date(z.string().parse(value).replace(/\+0000$/, 'Z')).toISOString();
