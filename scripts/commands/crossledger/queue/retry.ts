import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/exceptions.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.retry');

type Pick = z.input<typeof contract.retryExceptions.body>['pick'];

/** Tries one, several, all with one cause, or all again. */
export default class QueueRetry extends BackendCommand<{ retried: number }> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override strict = false;
  static override flags = {
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
    cause: Flags.string({ summary: messages.getMessage('flags.cause.summary'), exclusive: ['all'] }),
    all: Flags.boolean({ summary: messages.getMessage('flags.all.summary'), exclusive: ['cause'] }),
  };

  override async run(): Promise<{ retried: number }> {
    const { flags, argv } = await this.parse(QueueRetry);
    const pick = pickOf(argv.map(String), flags);
    const { backend, orgId } = await this.connect(flags);
    const { reason } = flags;
    // Its answer says more than a number, and it also takes up what was discarded.
    if (pick.by === 'ids' && pick.ids.length === 1) {
      const entry = await backend.call(contract.retryException, { params: { orgId, exceptionId: pick.ids[0] ?? '' }, body: { reason } });
      this.log(messages.getMessage('one', [entry.key, entry.pushState ?? '']));
      return { retried: 1 };
    }
    let retried = 0;
    let after: string | undefined;
    do {
      const reply = await backend.call(contract.retryExceptions, { params: { orgId }, body: { reason, pick, ...(after === undefined ? {} : { after }) } });
      retried += reply.retried;
      after = reply.next ?? undefined;
    } while (after !== undefined);
    this.log(messages.getMessage('many', [retried]));
    return { retried };
  }
}

function pickOf(ids: string[], flags: { cause?: string | undefined; all?: boolean | undefined }): Pick {
  const ways = [ids.length > 0, flags.cause !== undefined, flags.all === true].filter(Boolean).length;
  if (ways !== 1) throw usage(messages.getMessage('pick'), messages.getMessage('pick.next'));
  if (ids.length > 0) return { by: 'ids', ids };
  return flags.cause === undefined ? { by: 'all' } : { by: 'cause', cause: flags.cause };
}
