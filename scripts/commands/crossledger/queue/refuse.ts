import { Messages } from '@salesforce/core';
import { Args } from '@oclif/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/approval.ts';
import type { PushView } from '../../../../server/contract/panels.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.refuse');

/** Decides about an order that is held for approval. */
export default class QueueRefuse extends BackendCommand<PushView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { key: Args.string({ required: true, description: messages.getMessage('args.key.description') }) };
  static override flags = {
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
    'plan-hash': Flags.string({ summary: messages.getMessage('flags.plan-hash.summary') }),
  };

  override async run(): Promise<PushView> {
    const { args, flags } = await this.parse(QueueRefuse);
    const { backend, orgId } = await this.connect(flags);
    const planHash = flags['plan-hash'];
    const push = await backend.call(contract.refusePush, { params: { orgId, key: args.key }, body: { reason: flags.reason, ...(planHash === undefined ? {} : { planHash }) } });
    this.log(messages.getMessage('done', [push.key, push.state]));
    return push;
  }
}
