import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { auditEntry, auditExportEnd, auditExportHead, type AuditEntryView } from '../../server/contract/audit.ts';
import { checkChain, type ChainCheck, type ChainFault } from '../../server/kernel/audit-chain.ts';
import { GENESIS_HASH } from '../../server/kernel/audit-hash.ts';

export type FileFinding = {
  /** `cut`: the end line is missing or does not fit. `unreadable`: a line is no entry. `unknown`: the hash that it must contain is not there. */
  kind: ChainFault['kind'] | 'moved' | 'cut' | 'unreadable' | 'unknown';
  /** Place in the chain of the first entry that is not as it should be; null when no entry can be named. */
  seq: number | null;
  /** Line of the file, from 1. */
  line: number;
  says: string;
};

export type FileReport = {
  ok: boolean;
  orgId: string | null;
  count: number;
  firstSeq: number | null;
  lastSeq: number | null;
  lastHash: string;
  finding: FileFinding | null;
};

/**
 * Reads an export line by line, in bounded memory, and stops at the first thing that is wrong. `mustContain`: hash that an entry must
 * have, such as the last one of an earlier export; a chain that was made anew does not have it.
 */
export async function checkAuditFile(file: string, mustContain: string | null): Promise<FileReport> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const reader = makeReader(mustContain);
  for await (const line of lines) {
    if (reader.read(line) === 'stop') break;
  }
  lines.close();
  return reader.finish();
}

function makeReader(mustContain: string | null) {
  let line = 0;
  let head: { orgId: string | null; firstSeq: number } | null = null;
  let check: ChainCheck = checkChain(1);
  let finding: FileFinding | null = null;
  let ended = false;
  let seen = mustContain === null || mustContain === GENESIS_HASH;
  const isLost = (): boolean => finding !== null && finding.kind !== 'missing';
  const note = (kind: FileFinding['kind'], seq: number | null, says: string): void => { finding ??= { kind, seq, line, says }; };

  const readHead = (value: unknown): void => {
    const parsed = auditExportHead.safeParse(value);
    if (!parsed.success) return note('unreadable', null, 'The first line is not the head of an audit export of Crossledger.');
    head = parsed.data;
    check = checkChain(head.firstSeq);
  };
  const readEnd = (end: { count: number; lastSeq: number | null; lastHash: string }): void => {
    ended = true;
    if (end.count !== check.count || end.lastSeq !== check.lastSeq) return note('missing', (check.lastSeq ?? 0) + 1, `Entries are missing at the end: the end line speaks of ${end.count}, there are ${check.count}.`);
    if (end.count > 0 && end.lastHash !== check.lastHash) note('altered', check.lastSeq, `Entry ${String(check.lastSeq)}, the last one, was replaced: the end line has another hash for it.`);
  };
  const readEntry = (entry: AuditEntryView): void => {
    if (head !== null && entry.orgId !== head.orgId) return note('altered', entry.seq, `Entry ${entry.seq} belongs to another org than the export.`);
    const fault = check.add(entry);
    if (fault !== null) return note(fault.kind, fault.seq, fault.says);
    seen ||= entry.hash === mustContain;
  };
  const readOn = (value: unknown): void => {
    const end = auditExportEnd.safeParse(value);
    if (ended) return note('unreadable', null, 'Something follows the end line.');
    if (end.success) return readEnd(end.data);
    const entry = auditEntry.safeParse(value);
    if (!entry.success) return note('unreadable', (check.lastSeq ?? 0) + 1, `Line ${line} is no entry of the trail.`);
    readEntry(entry.data);
  };

  return {
    read(text: string): 'on' | 'stop' {
      line += 1;
      const value = parseJson(text);
      // Whether a missing entry only stands elsewhere is seen further down.
      if (finding !== null) return lookForMoved(finding, value, line);
      if (value === undefined) note('unreadable', null, `Line ${line} is not JSON.`);
      else if (head === null) readHead(value);
      else readOn(value);
      return isLost() ? 'stop' : 'on';
    },
    finish(): FileReport {
      if (head === null) note('unreadable', null, 'The file is empty.');
      if (!ended) note('cut', null, `The export was cut: after ${check.count} entries its end line is missing.`);
      if (!seen) note('unknown', null, 'No entry has the hash that must be there: this is another chain, or it was made anew.');
      return { ok: finding === null, orgId: head?.orgId ?? null, count: check.count, firstSeq: head?.firstSeq ?? null, lastSeq: check.lastSeq, lastHash: check.lastHash, finding };
    },
  };
}

function lookForMoved(finding: FileFinding, value: unknown, line: number): 'on' | 'stop' {
  const entry = auditEntry.safeParse(value).data;
  if (entry === undefined || entry.seq !== finding.seq) return 'on';
  finding.kind = 'moved';
  finding.says = `Entry ${entry.seq} (${entry.action} of ${entry.subject} at ${entry.at}) was moved: it stands in line ${line}, its place is line ${finding.line}.`;
  return 'stop';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
