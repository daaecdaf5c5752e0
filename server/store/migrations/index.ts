import type { Migration } from 'kysely/migration';
import * as first from './0001-first.ts';
import * as auditChain from './0002-audit-chain.ts';
import * as exceptions from './0003-exceptions.ts';
import * as mappings from './0004-mappings.ts';
import * as limiterColumns from './0005-limiter-columns.ts';
import * as accountOrder from './0006-account-order.ts';
import * as holdReason from './0007-hold-reason.ts';
import * as pairingCodes from './0008-pairing-codes.ts';
import * as removedConnections from './0009-removed-connections.ts';
import * as keyExpiry from './0010-key-expiry.ts';
import * as mergedAccounts from './0011-merged-accounts.ts';

export const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-audit-chain': auditChain,
  '0003-exceptions': exceptions,
  '0004-mappings': mappings,
  '0005-limiter-columns': limiterColumns,
  '0006-account-order': accountOrder,
  '0007-hold-reason': holdReason,
  '0008-pairing-codes': pairingCodes,
  '0009-removed-connections': removedConnections,
  '0010-key-expiry': keyExpiry,
  '0011-merged-accounts': mergedAccounts,
};
