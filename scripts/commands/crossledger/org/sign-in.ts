import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';
import { readSecret } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'org.sign-in');

type View = z.infer<typeof contract.orgView>;

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
    const org = (await backend.call(contract.listOrgs)).rows.find((row) => row.id.startsWith(orgId));
    if (org === undefined) throw usage(messages.getMessage('missing', [orgId]), messages.getMessage('missing.next'));
    const { id: _id, hasPrivateKey, keys: _keys, ...settings } = org;
    if (!hasPrivateKey && flags['key-file'] === undefined) throw usage(messages.getMessage('keyless'), messages.getMessage('keyless.next'));
    const view = await backend.call(contract.putOrg, {
      params: { orgId: org.id },
      body: {
        ...settings, clientId: flags['client-id'], username: flags.username, loginUrl: flags['login-url'] ?? settings.loginUrl,
        ...(flags['key-file'] === undefined ? {} : { privateKey: readSecret(flags['key-file']) }),
      },
    });
    this.log(messages.getMessage('done', [view.name, view.username]));
    return view;
  }
}
