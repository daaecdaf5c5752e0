import { sql, type Kysely } from 'kysely';

/** Never changed after a release; the next change is a new file and one line in index.ts. Must run on PostgreSQL 15 and later. */
const STATEMENTS = [
  `create table orgs (id text primary key, name text not null, sandbox boolean not null, enabled boolean not null, instance_url text not null,
     login_url text not null, client_id text not null, username text not null, namespace text not null default '', currency text not null default 'USD',
     private_key_sealed text, stop_all boolean not null default false, created_at timestamptz not null default now())`,
  `create table org_keys (org_id text not null references orgs(id), kid text not null, public_key_pem text not null, fingerprint text not null,
     active boolean not null, added_at timestamptz not null default now(), primary key (org_id, kid))`,
  `create table operators (id uuid primary key default gen_random_uuid(), name text not null, token_hash text not null unique, role text not null, orgs jsonb not null,
     created_at timestamptz not null default now(), revoked_at timestamptz, last_used_at timestamptz)`,
  `create table connections (org_id text not null references orgs(id), name text not null, erp text not null, settings jsonb not null, secret_sealed text,
     mode text not null default 'observe', go_live_at timestamptz, stopped boolean not null default false,
     criteria jsonb not null default '{"recordTypes":[],"stages":[],"minimumAmount":null}', created_at timestamptz not null default now(), primary key (org_id, name))`,
  `create table routing (org_id text not null references orgs(id), position integer not null, country text, connection text not null, company text not null, primary key (org_id, position))`,
  `create table pushes (org_id text not null references orgs(id), key text not null, opportunity_id text not null, cycle integer not null, origin text not null, state text not null,
     connection text, company text, customer_number text, order_number text, link text, code text, message text, fixer text, attempts integer not null default 0, plan jsonb,
     wanted_at timestamptz not null default now(), accepted_at timestamptz not null default now(), sent_at timestamptz, next_try_at timestamptz,
     updated_at timestamptz not null default now(), told text, tell_attempts integer not null default 0, tell_code text, tell_message text, primary key (org_id, key))`,
  `create index pushes_by_deal on pushes (org_id, opportunity_id, cycle)`,
  `create index pushes_due on pushes (next_try_at) where next_try_at is not null`,
  `create index pushes_by_state on pushes (org_id, state, accepted_at desc)`,
  `create table steps (id bigint generated always as identity primary key, org_id text not null, key text not null, step text not null, attempt integer not null,
     sent_at timestamptz not null default now(), done_at timestamptz, outcome text not null, detail text)`,
  `create index steps_by_push on steps (org_id, key, id)`,
  `create table customer_creates (org_id text not null, connection text not null, company text not null, account_id text not null, reference text not null,
     sent_at timestamptz, outcome text, customer_number text, primary key (org_id, connection, company, account_id))`,
  `create table leases (name text primary key, owner text not null, until timestamptz not null)`,
  `create table panels (org_id text not null, connection text not null, company text not null, part text not null, subject text not null, data jsonb not null,
     as_of timestamptz not null, expires_at timestamptz not null, primary key (org_id, connection, company, part, subject))`,
  `create index panels_expired on panels (expires_at)`,
  `create table token_uses (org_id text not null, jti text not null, expires_at timestamptz not null, primary key (org_id, jti))`,
  `create index token_uses_expired on token_uses (expires_at)`,
  `create table limiter (connection text primary key, tokens double precision not null, refilled_at timestamptz not null default now(), paused_until timestamptz)`,
  `create table limiter_shares (connection text not null, instance text not null, slots integer not null, expires_at timestamptz not null, primary key (connection, instance))`,
  `create table cursors (org_id text not null, name text not null, value text not null, primary key (org_id, name))`,
  `create table audit (id bigint generated always as identity primary key, at timestamptz not null default now(), org_id text, actor text not null, action text not null,
     subject text not null, reason text, before jsonb, after jsonb, request_id text)`,
  `create index audit_by_subject on audit (org_id, subject, id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
