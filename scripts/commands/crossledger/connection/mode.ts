import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';
import { instantWords } from '../../backend/words.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'connection.mode');

type View = z.infer<typeof contract.connectionView>;

/** Switches a connection between observe and send. */
export default class ConnectionMode extends BackendCommand<View> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = {
    name: Args.string({ required: true, description: messages.getMessage('args.name.description') }),
    mode: Args.string({ required: true, options: ['observe', 'send'], description: messages.getMessage('args.mode.description') }),
  };
  static override flags = {
    'go-live-at': Flags.string({ summary: messages.getMessage('flags.go-live-at.summary') }),
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
  };

  override async run(): Promise<View> {
    const { args, flags } = await this.parse(ConnectionMode);
    const goLiveAt = instantOf(flags['go-live-at']);
    if (args.mode === 'send' && goLiveAt === undefined) throw usage(messages.getMessage('instant'), messages.getMessage('instant.next'));
    if (args.mode === 'observe' && goLiveAt !== undefined) throw usage(messages.getMessage('observing'), messages.getMessage('observing.next'));
    const { backend, orgId } = await this.connect(flags);
    const view = await backend.call(contract.setConnectionMode, { params: { orgId, connection: args.name }, body: { mode: args.mode, reason: flags.reason, ...(goLiveAt === undefined ? {} : { goLiveAt }) } });
    this.log(view.mode === 'send' ? messages.getMessage('send', [view.name, instantWords(view.goLiveAt)]) : messages.getMessage('observe', [view.name]));
    if (view.stopped) this.warn(messages.getMessage('stopped', [view.name]));
    return view;
  }
}

/** `now`, or an instant with its zone. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text === 'now') return new Date().toISOString();
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(Date.parse(text))) throw usage(messages.getMessage('time', [text]), messages.getMessage('instant.next'));
  return new Date(text).toISOString();
}
