import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import { BackendCommand } from './backend-command.ts';
import { setStop, type Stopped } from './set-stop.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);

/** A command that turns the stop switch of one connection, or of all of the org, on or off; its words are those of `name`. */
export function defineStopCommand(name: 'connection.stop' | 'connection.resume', stopped: boolean) {
  const messages = Messages.loadMessages('crossledger', name);
  return class StopCommand extends BackendCommand<Stopped> {
    static override summary = messages.getMessage('summary');
    static override description = messages.getMessage('description');
    static override examples = messages.getMessages('examples');
    static override args = { name: Args.string({ description: messages.getMessage('args.name.description') }) };
    static override flags = {
      all: Flags.boolean({ default: false, summary: messages.getMessage('flags.all.summary') }),
      reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
    };

    override async run(): Promise<Stopped> {
      const { args, flags } = await this.parse(StopCommand);
      const done = await setStop(() => this.connect(flags), { connection: args.name, all: flags.all, stopped, reason: flags.reason });
      this.log(done.connection === null ? messages.getMessage('all') : messages.getMessage('done', [done.connection]));
      return done;
    }
  };
}
