import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import { createPairingCode } from '../../../../server/contract/pairing.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'org.invite');

type Reply = z.infer<typeof createPairingCode.reply>;

/** Makes the code with which an org pairs itself. */
export default class OrgInvite extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { org: Args.string({ required: true, description: messages.getMessage('args.org.description') }) };
  static override flags = { sandbox: Flags.boolean({ summary: messages.getMessage('flags.sandbox.summary') }) };

  override async run(): Promise<Reply> {
    const { args, flags } = await this.parse(OrgInvite);
    const { backend, orgId } = await this.connect({ ...flags, 'org-id': args.org });
    const reply = await backend.call(createPairingCode, { params: { orgId }, body: { sandbox: flags.sandbox } });
    this.log(messages.getMessage('done', [reply.code, reply.audience, reply.expiresAt.replace('T', ' ').slice(0, 16)]));
    return reply;
  }
}
