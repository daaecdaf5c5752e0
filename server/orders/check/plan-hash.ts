import { createHash } from 'node:crypto';
import type { PlannedRequest } from '../../connectors/connector.ts';
import { canonicalJson } from '../../kernel/audit-hash.ts';

/** SHA-256, in hex, of the requests as canonical JSON: the same writes give the same hash whenever and wherever they are planned. */
export const hashPlan = (requests: readonly PlannedRequest[]): string => createHash('sha256').update(canonicalJson(requests)).digest('hex');
