import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { settingsOf, type ConnectionView } from '../../backend/connection-settings.ts';
import { usage } from '../../backend/find-backend.ts';
import { readSecret, readSettings } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'connection.add');

/** Adds a connection, which then only observes, or changes the settings of one. */
export default class ConnectionAdd extends BackendCommand<ConnectionView> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { name: Args.string({ required: true, description: messages.getMessage('args.name.description') }) };
  static override flags = {
    file: Flags.string({ char: 'f', summary: messages.getMessage('flags.file.summary') }),
    erp: Flags.option({ options: ['fno', 'business-central'] as const, summary: messages.getMessage('flags.erp.summary') })(),
    label: Flags.string({ summary: messages.getMessage('flags.label.summary') }),
    'base-url': Flags.string({ summary: messages.getMessage('flags.base-url.summary') }),
    'token-url': Flags.string({ summary: messages.getMessage('flags.token-url.summary') }),
    scope: Flags.string({ summary: messages.getMessage('flags.scope.summary') }),
    'client-id': Flags.string({ summary: messages.getMessage('flags.client-id.summary') }),
    company: Flags.string({ summary: messages.getMessage('flags.company.summary') }),
    'secret-file': Flags.string({ summary: messages.getMessage('flags.secret-file.summary') }),
    replace: Flags.boolean({ summary: messages.getMessage('flags.replace.summary') }),
  };

  override async run(): Promise<ConnectionView> {
    const { args, flags } = await this.parse(ConnectionAdd);
    const given = {
      ...(flags.file === undefined ? {} : readSettings(flags.file)),
      ...onlyGiven({ erp: flags.erp, label: flags.label, baseUrl: flags['base-url'], tokenUrl: flags['token-url'], scope: flags.scope, clientId: flags['client-id'], defaultCompany: flags.company }),
      ...(flags['secret-file'] === undefined ? {} : { clientSecret: readSecret(flags['secret-file']) }),
    };
    const { backend, orgId } = await this.connect(flags);
    const params = { orgId, connection: args.name };
    const there = (await backend.call(contract.listConnections, { params: { orgId } })).rows.find((row) => row.name === args.name);
    if (there !== undefined && !flags.replace) throw usage(messages.getMessage('there', [args.name]), messages.getMessage('there.next'));
    if (there === undefined && flags.replace) throw usage(messages.getMessage('missing', [args.name]), messages.getMessage('missing.next'));
    const view = await backend.call(contract.putConnection, { params, body: { ...(there === undefined ? { label: args.name } : settingsOf(there)), ...given } });
    this.log(messages.getMessage(there === undefined ? 'added' : 'changed', [view.name, view.mode]));
    this.log(messages.getMessage(view.hasSecret ? 'next' : 'secretless', [view.name]));
    return view;
  }
}

const onlyGiven = (values: Record<string, string | undefined>): Record<string, string> => Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
