import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import type { orgView } from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { putSignIn } from '../../backend/put-sign-in.ts';
import { readSecret } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'org.sign-in');

type View = z.infer<typeof orgView>;

/** Says how the backend signs in to a paired org. */
export default class OrgSignIn extends BackendCommand<View> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = {
    'client-id': Flags.string({ required: true, summary: messages.getMessage('flags.client-id.summary') }),
    username: Flags.string({ required: true, summary: messages.getMessage('flags.username.summary') }),
    'key-file': Flags.string({ summary: messages.getMessage('flags.key-file.summary') }),
    'login-url': Flags.string({ summary: messages.getMessage('flags.login-url.summary') }),
  };

  override async run(): Promise<View> {
    const { flags } = await this.parse(OrgSignIn);
    const { backend, orgId } = await this.connect(flags);
    const key = flags['key-file'];
    const view = await putSignIn(backend, orgId, { clientId: flags['client-id'], username: flags.username, loginUrl: flags['login-url'], ...(key === undefined ? {} : { privateKey: readSecret(key) }) });
    this.log(messages.getMessage('done', [view.name, view.username]));
    return view;
  }
}
