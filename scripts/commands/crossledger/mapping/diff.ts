import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/mappings.ts';
import type { BackendClient } from '../../backend/backend-client.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { usage } from '../../backend/find-backend.ts';
import { changeRow, placeArgs, placeParams, versionOf, versionWords } from '../../backend/mapping-place.ts';
import { readText } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.diff');

type Changes = z.infer<typeof contract.diffMapping.reply>['changes'];

/** What one version changes against another, or a local file against the document that serves. */
export default class MappingDiff extends BackendCommand<{ changes: Changes }> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = placeArgs;
  static override flags = {
    from: Flags.string({ default: 'published', summary: messages.getMessage('flags.from.summary'), exclusive: ['file'] }),
    to: Flags.string({ default: 'newest', summary: messages.getMessage('flags.to.summary'), exclusive: ['file'] }),
    file: Flags.string({ char: 'f', summary: messages.getMessage('flags.file.summary') }),
  };

  override async run(): Promise<{ changes: Changes }> {
    const { args, flags } = await this.parse(MappingDiff);
    const { backend, orgId } = await this.connect(flags);
    const params = placeParams(orgId, args);
    const { title, changes } = flags.file === undefined ? await betweenVersions(backend, params, flags) : await ofFile(backend, params, flags.file);
    this.log(title);
    if (changes.length === 0) this.log(messages.getMessage('equal'));
    else this.table({ data: changes.map(changeRow), columns: ['change', 'company', 'field', 'what'], overflow: 'wrap' });
    return { changes };
  }
}

type Params = ReturnType<typeof placeParams>;

async function betweenVersions(backend: BackendClient, params: Params, flags: { from: string; to: string }): Promise<{ title: string; changes: Changes }> {
  const head = await backend.call(contract.mappingHistory, { params });
  const [from, to] = [versionOf(flags.from, head), versionOf(flags.to, head)];
  const { changes } = await backend.call(contract.diffMapping, { params, query: { from, to } });
  return { title: messages.getMessage('versions', [versionWords(to), versionWords(from)]), changes };
}

async function ofFile(backend: BackendClient, params: Params, file: string): Promise<{ title: string; changes: Changes }> {
  const { published, findings, changes } = await backend.call(contract.checkMapping, { params, body: { text: readText(file, 'The file') } });
  const [broken] = findings.filter((finding) => finding.level === 'error');
  if (changes.length === 0 && broken !== undefined) throw usage(messages.getMessage('broken', [file, broken.says]), messages.getMessage('broken.next'));
  return { title: messages.getMessage('versions', [file, versionWords(published)]), changes };
}
