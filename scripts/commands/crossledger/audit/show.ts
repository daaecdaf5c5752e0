import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/audit.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'audit.show');

type Reply = z.infer<typeof contract.listAudit.reply>;

/** The trail of an org, newest first. */
export default class AuditShow extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = {
    subject: Flags.string({ char: 's', summary: messages.getMessage('flags.subject.summary') }),
    opportunity: Flags.string({ summary: messages.getMessage('flags.opportunity.summary') }),
    'correlation-id': Flags.string({ char: 'c', summary: messages.getMessage('flags.correlation-id.summary') }),
    action: Flags.string({ char: 'a', summary: messages.getMessage('flags.action.summary') }),
    since: Flags.string({ summary: messages.getMessage('flags.since.summary') }),
    until: Flags.string({ summary: messages.getMessage('flags.until.summary') }),
    limit: Flags.integer({ summary: messages.getMessage('flags.limit.summary'), default: 50, min: 1, max: 500 }),
    after: Flags.integer({ summary: messages.getMessage('flags.after.summary') }),
  };

  override async run(): Promise<Reply> {
    const { flags } = await this.parse(AuditShow);
    const { backend, orgId } = await this.connect(flags);
    const { subject, opportunity, action, since, until, limit, after } = flags;
    const reply = await backend.call(contract.listAudit, { params: { orgId }, query: { subject, opportunity, action, since, until, limit, after, correlationId: flags['correlation-id'] } });
    if (reply.rows.length === 0) this.log(messages.getMessage('none'));
    else this.table({ data: reply.rows.map(rowOf), columns: ['seq', 'at', 'who', 'what', 'record', 'why', 'change', 'correlation'], overflow: 'wrap' });
    if (reply.next !== null) this.log(messages.getMessage('more', [reply.next]));
    return reply;
  }
}

const rowOf = (entry: Reply['rows'][number]) => ({
  seq: entry.seq, at: entry.at.replace('T', ' ').slice(0, 19), who: entry.actor, what: entry.action, record: entry.subject, why: entry.reason ?? '',
  change: changeOf(entry.before, entry.after), correlation: entry.correlationId ?? '',
});

/** `state: blocked → accepted`; only what differs. */
function changeOf(before: unknown, after: unknown): string {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
  return names.map((name) => `${name}: ${name in old ? `${wordOf(old[name])} → ` : ''}${wordOf(now[name])}`).join('; ').slice(0, 300);
}

const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? 'none' : JSON.stringify(value));
