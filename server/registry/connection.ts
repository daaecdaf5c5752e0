import type { Selectable } from 'kysely';
import * as z from 'zod';
import { approvalRules, connectionSettings, type ApprovalRules } from '../contract/admin.ts';
import type { ConnectionRow } from '../store/schema.ts';

const storedSettings = connectionSettings.omit({ clientSecret: true });
/** As the contract describes them; the secret is kept apart. */
export type StoredSettings = z.output<typeof storedSettings>;

export interface Criteria {
  /** Developer names; empty means all. */
  recordTypes: string[];
  stages: string[];
  /** Decimal text in the deal's currency. */
  minimumAmount: string | null;
}

/** One configured ERP company environment of an org. */
export interface Connection {
  orgId: string;
  name: string;
  settings: StoredSettings;
  hasSecret: boolean;
  mode: 'observe' | 'send';
  /** Deals won before this instant go only by hand. */
  goLiveAt: string | null;
  stopped: boolean;
  criteria: Criteria;
  approval: ApprovalRules;
}

const stored = z.object({
  settings: storedSettings,
  mode: z.enum(['observe', 'send']),
  criteria: z.object({ recordTypes: z.array(z.string()), stages: z.array(z.string()), minimumAmount: z.string().nullable() }),
  approval: approvalRules,
});

export function connectionFrom(row: Selectable<ConnectionRow>): Connection {
  const { settings, mode, criteria, approval } = stored.parse(row);
  return { orgId: row.org_id, name: row.name, settings, hasSecret: row.secret_sealed !== null, mode, goLiveAt: row.go_live_at, stopped: row.stopped, criteria, approval };
}
