import { Messages } from '@salesforce/core';
import { Args } from '@oclif/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/exceptions.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.cancel');

/** Takes the order of a changed, lost or reopened deal back in the ERP. */
export default class QueueCancel extends BackendCommand<contract.ExceptionView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { id: Args.string({ required: true, description: messages.getMessage('args.id.description') }) };
  static override flags = { reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }) };

  override async run(): Promise<contract.ExceptionView> {
    const { args, flags } = await this.parse(QueueCancel);
    const { backend, orgId } = await this.connect(flags);
    const entry = await backend.call(contract.cancelOrder, { params: { orgId, exceptionId: args.id }, body: { reason: flags.reason } });
    this.log(messages.getMessage('done', [entry.key]));
    return entry;
  }
}
