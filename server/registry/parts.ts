import type { RecordAudit } from '../audit/audit.ts';
import type { AddressRules } from '../kernel/address.ts';
import type { Clock } from '../kernel/clock.ts';
import type { MasterKey } from '../kernel/secret.ts';
import type { Database } from '../store/database.ts';

/** What the registry's functions work with. */
export interface RegistryParts {
  db: Database;
  clock: Clock;
  masterKey: MasterKey;
  addressRules: AddressRules;
  audit: RecordAudit;
}

/** Who changes something, for the audit trail. */
export interface Actor {
  /** `operator:<name> (<id>)` */
  actor: string;
  requestId: string;
}
