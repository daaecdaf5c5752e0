import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/exceptions.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.list');

type Reply = z.infer<typeof contract.listExceptions.reply>;

/** What waits for a decision, newest first. */
export default class QueueList extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = {
    state: Flags.option({ options: ['open', 'retrying', 'resolved', 'discarded', 'all'] as const, summary: messages.getMessage('flags.state.summary'), default: 'open' as const })(),
    owner: Flags.option({ options: ['rep', 'admin', 'finance', 'erp'] as const, summary: messages.getMessage('flags.owner.summary') })(),
    code: Flags.string({ summary: messages.getMessage('flags.code.summary') }),
    cause: Flags.string({ summary: messages.getMessage('flags.cause.summary') }),
    connection: Flags.string({ summary: messages.getMessage('flags.connection.summary') }),
    limit: Flags.integer({ summary: messages.getMessage('flags.limit.summary'), default: 50, min: 1, max: 500 }),
    after: Flags.string({ summary: messages.getMessage('flags.after.summary') }),
  };

  override async run(): Promise<Reply> {
    const { flags } = await this.parse(QueueList);
    const { backend, orgId } = await this.connect(flags);
    const { owner, code, cause, connection, limit, after } = flags;
    const reply = await backend.call(contract.listExceptions, { params: { orgId }, query: { state: flags.state === 'all' ? undefined : flags.state, owner, code, cause, connection, limit, after } });
    if (reply.rows.length === 0) this.log(messages.getMessage('none'));
    else this.table({ data: reply.rows.map(rowOf), columns: ['id', 'opened', 'state', 'owner', 'what', 'fix', 'deal', 'order', 'seen'], overflow: 'wrap' });
    this.log(messages.getMessage('counts', [Object.entries(reply.counts).map(([state, count]) => `${count} ${state}`).join(', ') || '0']));
    if (reply.causes.some((common) => common.count > 1)) this.table({ data: reply.causes, columns: ['count', 'cause'], title: messages.getMessage('causes') });
    if (reply.next !== null) this.log(messages.getMessage('more', [reply.next]));
    return reply;
  }
}

const rowOf = (row: Reply['rows'][number]) => ({
  id: row.id, opened: row.openedAt.replace('T', ' ').slice(0, 16), state: row.state, owner: row.owner, what: row.sentence, fix: row.resolution ?? row.fix, deal: row.opportunityId ?? row.accountId ?? '', order: row.orderNumber ?? '', seen: row.seen,
});
