import { Messages } from '@salesforce/core';
import { Args } from '@oclif/core';
import * as contract from '../../../../server/contract/exceptions.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'queue.show');

/** One exception with its payload before and after. */
export default class QueueShow extends BackendCommand<contract.ExceptionView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { id: Args.string({ required: true, description: messages.getMessage('args.id.description') }) };

  override async run(): Promise<contract.ExceptionView> {
    const { args, flags } = await this.parse(QueueShow);
    const { backend, orgId } = await this.connect(flags);
    const entry = await backend.call(contract.showException, { params: { orgId, exceptionId: args.id } });
    const { before, after, edits, ...row } = entry;
    this.table({ data: Object.entries(row).filter(([, value]) => value !== null).map(([field, value]) => ({ field, value: String(value) })), columns: ['field', 'value'], overflow: 'wrap' });
    for (const [title, payload] of Object.entries({ before, after, edits })) if (payload !== null && JSON.stringify(payload) !== '{}') this.log(`\n${messages.getMessage(title)}\n${JSON.stringify(payload, null, 2)}`);
    return entry;
  }
}
