import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/mappings.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';
import { changeRow, findingRow, placeArgs, placeParams, versionWords } from '../../backend/mapping-place.ts';
import { readText } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.push');

type Checked = z.infer<typeof contract.checkMapping.reply>;
type Pushed = z.infer<typeof contract.mappingView> & Pick<Checked, 'changes'>;

/** Saves a local file as a new version and, when asked, lets it serve; what it changes is shown first. */
export default class MappingPush extends BackendCommand<Pushed> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = placeArgs;
  static override flags = {
    file: Flags.string({ char: 'f', required: true, summary: messages.getMessage('flags.file.summary') }),
    publish: Flags.boolean({ summary: messages.getMessage('flags.publish.summary') }),
    reason: Flags.string({ char: 'r', required: true, summary: messages.getMessage('flags.reason.summary') }),
  };

  override async run(): Promise<Pushed> {
    const { args, flags } = await this.parse(MappingPush);
    const { reason, publish } = flags;
    const text = readText(flags.file, 'The file');
    const { backend, orgId } = await this.connect(flags);
    const params = placeParams(orgId, args);
    const checked = await backend.call(contract.checkMapping, { params, body: { text } });
    this.showCheck(checked);
    if (!checked.ok && publish) throw usage(messages.getMessage('wrong', [flags.file]), messages.getMessage('wrong.next'));
    const saved = await backend.call(contract.saveMapping, { params, body: { text, reason } });
    const view = publish ? await backend.call(contract.publishMapping, { params, body: { version: saved.version, reason } }) : saved;
    this.log(messages.getMessage(publish ? 'published' : 'saved', [view.object, saved.version]));
    return { ...view, changes: checked.changes };
  }

  private showCheck({ changes, findings, published }: Checked): void {
    this.log(messages.getMessage(changes.length === 0 ? 'same' : 'changes', [versionWords(published)]));
    if (changes.length > 0) this.table({ data: changes.map(changeRow), columns: ['change', 'company', 'field', 'what'], overflow: 'wrap' });
    if (findings.length > 0) this.table({ data: findings.map(findingRow), columns: ['level', 'line', 'field', 'what'], overflow: 'wrap' });
  }
}
