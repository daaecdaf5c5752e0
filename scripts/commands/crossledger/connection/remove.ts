import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'connection.remove');

/** Takes a connection out of use; its history stays. */
export default class ConnectionRemove extends BackendCommand<{ removed: string }> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { name: Args.string({ required: true, description: messages.getMessage('args.name.description') }) };
  static override flags = { reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }) };

  override async run(): Promise<{ removed: string }> {
    const { args, flags } = await this.parse(ConnectionRemove);
    const { backend, orgId } = await this.connect(flags);
    const reply = await backend.call(contract.removeConnection, { params: { orgId, connection: args.name }, query: { reason: flags.reason } });
    this.log(messages.getMessage('done', [reply.removed]));
    return reply;
  }
}
