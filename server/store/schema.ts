import type { ColumnType, Generated } from 'kysely';

/** timestamptz: read as ISO text by both stores, written as ISO text or SQL now(). */
type Instant = ColumnType<string, string | undefined, string>;
type NullableInstant = ColumnType<string | null, string | null | undefined, string | null>;
type Json<T> = ColumnType<T, string, string>;

export interface OrgRow {
  id: string;
  name: string;
  sandbox: boolean;
  enabled: boolean;
  instance_url: string;
  login_url: string;
  client_id: string;
  username: string;
  namespace: string;
  currency: string;
  private_key_sealed: string | null;
  stop_all: Generated<boolean>;
  created_at: Instant;
}
export interface OrgKeyRow {
  org_id: string;
  kid: string;
  public_key_pem: string;
  fingerprint: string;
  active: boolean;
  added_at: Instant;
  expires_at: NullableInstant;
}
/** Lets one org in, once. */
export interface PairingCodeRow {
  code_hash: string;
  org_id: string;
  sandbox: boolean;
  created_by: string;
  created_at: Instant;
  expires_at: Instant;
  used_at: NullableInstant;
}
export interface OperatorRow {
  id: string;
  name: string;
  token_hash: string;
  role: string;
  /** `*` means every org. */
  orgs: Json<string[]>;
  created_at: Instant;
  revoked_at: NullableInstant;
  last_used_at: NullableInstant;
}
export interface ConnectionRow {
  org_id: string;
  name: string;
  erp: string;
  settings: Json<Record<string, unknown>>;
  secret_sealed: string | null;
  mode: string;
  go_live_at: NullableInstant;
  stopped: Generated<boolean>;
  criteria: Json<{ recordTypes: string[]; stages: string[]; minimumAmount: string | null }>;
  approval: ColumnType<unknown, string | undefined, string>;
  created_at: Instant;
  /** Taken out of use; the row stays for the history that names it. */
  removed_at: NullableInstant;
}
export interface RoutingRow {
  org_id: string;
  position: number;
  country: string | null;
  connection: string;
  company: string;
}
/** One order that is to exist. */
export interface PushRow {
  key: string;
  org_id: string;
  opportunity_id: string;
  cycle: number;
  origin: string;
  state: string;
  connection: string | null;
  company: string | null;
  customer_number: string | null;
  order_number: string | null;
  link: string | null;
  code: string | null;
  message: string | null;
  fixer: string | null;
  attempts: Generated<number>;
  plan: ColumnType<unknown, string | null | undefined, string | null>;
  /** Planned values that an operator set instead of the deal's. */
  overrides: ColumnType<unknown, string | null | undefined, string | null>;
  /** Why a person must let it pass whatever the rules say. */
  hold_reason: ColumnType<string | null, string | null | undefined, string | null>;
  /** Who let which plan pass the approval rules. */
  approved: ColumnType<unknown, string | null | undefined, string | null>;
  /** What of the deal was sent, to notice later changes. */
  sent_deal: ColumnType<unknown, string | null | undefined, string | null>;
  /** The thread from the Salesforce request or outbox row to the last call. */
  correlation_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** Salesforce account of a won deal; orders of one go in the order in which they were won. */
  account_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** When the deal was won, or the button pressed. */
  wanted_at: Instant;
  accepted_at: Instant;
  sent_at: NullableInstant;
  next_try_at: NullableInstant;
  updated_at: Instant;
  /** What the deal in Salesforce was last told, as JSON text. */
  told: string | null;
  tell_attempts: Generated<number>;
  tell_code: string | null;
  tell_message: string | null;
}
/** One write to the ERP or Salesforce: stored as `sent` before the call. */
export interface StepRow {
  id: Generated<string>;
  org_id: string;
  key: string;
  step: string;
  attempt: number;
  sent_at: Instant;
  done_at: NullableInstant;
  outcome: string;
  detail: string | null;
}
/** Creation of one ERP customer from one account, over all deals of it. */
export interface CustomerCreateRow {
  org_id: string;
  connection: string;
  company: string;
  account_id: string;
  reference: string;
  sent_at: NullableInstant;
  outcome: string | null;
  customer_number: string | null;
}
export interface LeaseRow {
  name: string;
  owner: string;
  until: Instant;
}
export interface PanelRow {
  org_id: string;
  connection: string;
  company: string;
  part: string;
  subject: string;
  data: Json<unknown>;
  as_of: Instant;
  expires_at: Instant;
}
export interface TokenUseRow {
  org_id: string;
  jti: string;
  expires_at: Instant;
}
export interface LimiterRow {
  connection: string;
  paused_until: NullableInstant;
}
/** Slots that one instance may use until `expires_at`; all shares of a connection together never exceed its concurrency. */
export interface LimiterShareRow {
  connection: string;
  instance: string;
  slots: number;
  expires_at: Instant;
}
export interface CursorRow {
  org_id: string;
  name: string;
  value: string;
}
export interface AuditRow {
  id: Generated<string>;
  at: Instant;
  org_id: string | null;
  actor: string;
  action: string;
  subject: string;
  reason: string | null;
  before: ColumnType<unknown, string | null | undefined, string | null>;
  after: ColumnType<unknown, string | null | undefined, string | null>;
  request_id: string | null;
  correlation_id: string | null;
  /** Org id, or `backend` for what belongs to no org. */
  chain: string;
  seq: string;
  prev_hash: string;
  hash: string;
}
/** The end of each chain of audit entries; its row is the lock of the chain. */
export interface AuditChainRow {
  chain: string;
  seq: string;
  at: Instant;
  prev_hash: string;
  hash: string;
}

/** One problem that waits for a decision, or waited for one. `kind`: why a push does not go, or what happened to a deal after its order was sent. */
export interface ExceptionRow {
  id: Generated<string>;
  org_id: string;
  kind: string;
  /** Of the push; of the account that was merged away. */
  key: string;
  /** Null when it is about an account. */
  opportunity_id: string | null;
  account_id: ColumnType<string | null, string | null | undefined, string | null>;
  connection: string | null;
  code: string;
  /** Equal for everything that goes when the same thing is put right. */
  cause: string;
  owner: string;
  sentence: string;
  fix: string;
  before: ColumnType<unknown, string | null | undefined, string | null>;
  after: ColumnType<unknown, string | null | undefined, string | null>;
  state: Generated<string>;
  seen: Generated<number>;
  opened_at: Instant;
  last_seen_at: Instant;
  resolution: string | null;
  resolved_by: string | null;
  resolved_at: NullableInstant;
}

/** One mapping document; `published` is the version that serves, 0 the one that is shipped. */
export interface MappingRow {
  id: Generated<string>;
  org_id: string;
  connection: string;
  object: string;
  published: Generated<number>;
}
export interface MappingVersionRow {
  mapping_id: string;
  version: number;
  /** YAML as it was written. */
  text: string;
  author: string;
  reason: string;
  created_at: Instant;
}

export interface Tables {
  orgs: OrgRow;
  org_keys: OrgKeyRow;
  pairing_codes: PairingCodeRow;
  operators: OperatorRow;
  connections: ConnectionRow;
  routing: RoutingRow;
  pushes: PushRow;
  steps: StepRow;
  customer_creates: CustomerCreateRow;
  leases: LeaseRow;
  panels: PanelRow;
  token_uses: TokenUseRow;
  limiter: LimiterRow;
  limiter_shares: LimiterShareRow;
  cursors: CursorRow;
  audit: AuditRow;
  audit_chains: AuditChainRow;
  exceptions: ExceptionRow;
  mappings: MappingRow;
  mapping_versions: MappingVersionRow;
}
