import * as z from 'zod';
import { checked, toInstant, touchedAfter } from './org-lists.ts';
import type { ListSource } from './org-lists.ts';
import type { AccountLink, MergedAccount, OrgPort } from './org-port.ts';

/** Merges one after the other that are followed to the account that is left. */
const MOST_HOPS = 10;

interface AccountRow {
  link: AccountLink;
  isDeleted: boolean;
  masterId: string | null;
  modifiedAt: string;
}

/** A loser of a merge lies in the recycle bin with the winner's id in MasterRecordId, and keeps its own values there. */
export function openMerged({ session, names }: ListSource): Pick<OrgPort, 'mergedAccounts' | 'mergedAmong'> {
  const text = z.string().nullish();
  const fields = ['Id', 'Name', names.customerNumber, names.company, names.connection, 'BillingCountry', 'IsDeleted', 'MasterRecordId', 'SystemModstamp'].join(', ');
  const read = async (condition: string): Promise<AccountRow[]> =>
    (await session.queryAll<Record<string, unknown>>(`SELECT ${fields} FROM Account WHERE ${condition}`)).map((row) => ({
      link: {
        id: z.string().parse(row['Id']), name: text.parse(row['Name']) ?? '',
        customerNumber: text.parse(row[names.customerNumber]) ?? null, company: text.parse(row[names.company]) ?? null, connection: text.parse(row[names.connection]) ?? null,
        country: text.parse(row['BillingCountry']) ?? null,
      },
      isDeleted: row['IsDeleted'] === true, masterId: text.parse(row['MasterRecordId']) ?? null, modifiedAt: toInstant(row['SystemModstamp']),
    }));
  const inList = (ids: readonly string[]): string => ids.map((id) => `'${checked(id)}'`).join(', ');

  /** Winners, and winners of winners, by id. */
  const readWinners = async (losers: readonly AccountRow[]): Promise<ReadonlyMap<string, AccountRow>> => {
    const known = new Map<string, AccountRow>();
    let rows = losers;
    for (let hop = 0; hop < MOST_HOPS; hop += 1) {
      const ids = [...new Set(rows.flatMap(({ masterId }) => (masterId === null || known.has(masterId) ? [] : [masterId])))];
      if (ids.length === 0) break;
      rows = await read(`Id IN (${inList(ids)})`);
      for (const row of rows) known.set(row.link.id, row);
    }
    return known;
  };

  const withSurvivors = async (losers: readonly AccountRow[]): Promise<MergedAccount[]> => {
    const winners = await readWinners(losers);
    return losers.map((loser) => ({ ...loser.link, survivor: survivorOf(loser, winners), modifiedAt: loser.modifiedAt }));
  };

  return {
    mergedAccounts: async (place, limit) => withSurvivors(await read(`IsDeleted = true AND MasterRecordId != null AND ${touchedAfter(place)} ORDER BY SystemModstamp, Id LIMIT ${limit}`)),
    mergedAmong: async (ids) => (ids.length === 0 ? [] : withSurvivors(await read(`IsDeleted = true AND MasterRecordId != null AND Id IN (${inList(ids)})`))),
  };
}

function survivorOf(loser: AccountRow, winners: ReadonlyMap<string, AccountRow>): AccountLink | null {
  let row: AccountRow | undefined = loser;
  for (let hop = 0; hop < MOST_HOPS && row !== undefined; hop += 1) {
    row = row.masterId === null ? undefined : winners.get(row.masterId);
    if (row !== undefined && !row.isDeleted) return row.link;
  }
  return null;
}
