import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface CustomerPlace {
  orgId: string;
  connection: string;
  company: string;
  accountId: string;
}

/** Milliseconds until an earlier create for this account can no longer commit; 0 when it may be repeated. */
export async function customerUnsettledMs(db: Database, place: CustomerPlace, wait: { settleMs: number; callMs: number }): Promise<number> {
  const row = await sql<{ wait: number | null }>`
    select (extract(epoch from sent_at + case when outcome is null then ${wait.callMs} * interval '1 millisecond' else interval '0' end + ${wait.settleMs} * interval '1 millisecond' - now()) * 1000)::float8 as wait
    from customer_creates where ${matches(place)} and (outcome is null or outcome = 'unknown') and sent_at is not null`.execute(db);
  return Math.max(0, Math.ceil(row.rows[0]?.wait ?? 0));
}

/** Stores the intent before the call. */
export async function beginCustomerCreate(db: Database, place: CustomerPlace, reference: string): Promise<void> {
  await sql`
    insert into customer_creates (org_id, connection, company, account_id, reference, sent_at)
    values (${place.orgId}, ${place.connection}, ${place.company}, ${place.accountId}, ${reference}, now())
    on conflict (org_id, connection, company, account_id) do update set reference = excluded.reference, sent_at = excluded.sent_at, outcome = null, customer_number = null`.execute(db);
}

export async function endCustomerCreate(db: Database, place: CustomerPlace, outcome: 'done' | 'refused' | 'unknown', number: string | null): Promise<void> {
  await sql`update customer_creates set outcome = ${outcome}, customer_number = ${number}, sent_at = now() where ${matches(place)}`.execute(db);
}

/** The customer that was created from this account, when that is known. */
export async function createdCustomer(db: Database, place: CustomerPlace): Promise<string | null> {
  const row = await sql<{ customer_number: string | null }>`select customer_number from customer_creates where ${matches(place)} and outcome = 'done'`.execute(db);
  return row.rows[0]?.customer_number ?? null;
}

/** Customers that were created from this account, wherever. */
export const customersOfAccount = (db: Database, orgId: string, accountId: string): Promise<{ connection: string; company: string; number: string }[]> =>
  db.selectFrom('customer_creates').select(['connection', 'company', 'customer_number as number']).where('org_id', '=', orgId).where('account_id', '=', accountId)
    .where('outcome', '=', 'done').where('customer_number', 'is not', null).orderBy('connection').orderBy('company').$narrowType<{ number: string }>().execute();

/** In another environment the numbers are other customers. */
export const forgetCustomers = (db: Database, orgId: string, connection: string): Promise<unknown> =>
  db.deleteFrom('customer_creates').where('org_id', '=', orgId).where('connection', '=', connection).execute();

const matches = (place: CustomerPlace) => sql`org_id = ${place.orgId} and connection = ${place.connection} and company = ${place.company} and account_id = ${place.accountId}`;
