import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/orders.ts';
import type { PushView } from '../../../../server/contract/panels.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'order.send');

/** Accepts the order of a deal; it is sent in the background. */
export default class OrderSend extends BackendCommand<PushView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { deal: Args.string({ required: true, description: messages.getMessage('args.deal.description') }) };
  static override flags = {
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
    'plan-hash': Flags.string({ summary: messages.getMessage('flags.plan-hash.summary') }),
  };

  override async run(): Promise<PushView> {
    const { args, flags } = await this.parse(OrderSend);
    const { backend, orgId } = await this.connect(flags);
    const planHash = flags['plan-hash'];
    const push = await backend.call(contract.sendOrderAsOperator, { params: { orgId, opportunityId: args.deal }, body: { reason: flags.reason, ...(planHash === undefined ? {} : { planHash }) } });
    this.log(messages.getMessage('done', [push.key, push.state]));
    if (push.message !== null) this.log(push.message);
    this.log(messages.getMessage('next', [push.key]));
    return push;
  }
}
