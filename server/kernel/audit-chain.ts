import { GENESIS_HASH, hashOfEntry, type AuditLink } from './audit-hash.ts';

/** What is wrong with a chain, and where first. */
export interface ChainFault {
  kind: 'altered' | 'missing' | 'repeated';
  /** Place at which it shows. */
  seq: number;
  /** One sentence. */
  says: string;
}

/** Checks the entries of one chain as they come, oldest first, in bounded memory. */
export interface ChainCheck {
  /** Null while all is well. After a fault the rest says nothing. */
  add(entry: AuditLink): ChainFault | null;
  readonly count: number;
  readonly lastSeq: number | null;
  readonly lastHash: string;
}

/** `firstSeq` 1 demands the beginning of the chain; a later one trusts what the first entry says of the hash before it. */
export function checkChain(firstSeq: number): ChainCheck {
  let count = 0;
  let last: AuditLink | null = null;
  return {
    add(entry) {
      const fault = placeFault(entry, last === null ? firstSeq : last.seq + 1) ?? contentFault(entry) ?? linkFault(entry, last);
      if (fault !== null) return fault;
      count += 1;
      last = entry;
      return null;
    },
    get count() { return count; },
    get lastSeq() { return last?.seq ?? null; },
    get lastHash() { return last?.hash ?? GENESIS_HASH; },
  };
}

const nameOf = ({ seq, action, subject, at }: AuditLink): string => `Entry ${seq} (${action} of ${subject} at ${at})`;

function placeFault(entry: AuditLink, expected: number): ChainFault | null {
  if (entry.seq === expected) return null;
  if (entry.seq < expected) return { kind: 'repeated', seq: entry.seq, says: `${nameOf(entry)} stands where entry ${expected} should be: it comes twice or out of order.` };
  return { kind: 'missing', seq: expected, says: `Entry ${expected} is missing: ${nameOf(entry)} stands in its place.` };
}

const contentFault = (entry: AuditLink): ChainFault | null =>
  hashOfEntry(entry) === entry.hash ? null : { kind: 'altered', seq: entry.seq, says: `${nameOf(entry)} was altered: it does not fit its hash.` };

/** Both entries are sound in themselves, but the later one was chained to something else. */
function linkFault(entry: AuditLink, last: AuditLink | null): ChainFault | null {
  if (last !== null && entry.prevHash !== last.hash) return { kind: 'altered', seq: last.seq, says: `${nameOf(last)} was replaced by another one: entry ${entry.seq} was chained to the original.` };
  if (entry.seq === 1 && entry.prevHash !== GENESIS_HASH) return { kind: 'altered', seq: 1, says: `${nameOf(entry)} is not the beginning of a chain.` };
  return null;
}
