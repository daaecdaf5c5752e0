import { writeFileSync } from 'node:fs';
import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/mappings.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { findingRow, placeArgs, placeParams, versionOf, versionWords } from '../../backend/mapping-place.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.pull');

type View = z.infer<typeof contract.mappingView>;

/** Reads a mapping document into a file or to standard output. */
export default class MappingPull extends BackendCommand<View> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = placeArgs;
  static override flags = {
    version: Flags.string({ default: 'published', summary: messages.getMessage('flags.version.summary') }),
    'output-file': Flags.string({ summary: messages.getMessage('flags.output-file.summary') }),
  };

  override async run(): Promise<View> {
    const { args, flags } = await this.parse(MappingPull);
    const { backend, orgId } = await this.connect(flags);
    const params = placeParams(orgId, args);
    const head = await backend.call(contract.mappingHistory, { params });
    const view = await backend.call(contract.readMapping, { params, query: { version: versionOf(flags.version, head) } });
    const file = flags['output-file'];
    if (file === undefined) {
      this.log(view.text.trimEnd());
      return view;
    }
    writeFileSync(file, view.text);
    this.log(messages.getMessage('done', [view.object, versionWords(view.version), file]));
    if (view.findings.length > 0) this.table({ data: view.findings.map(findingRow), columns: ['level', 'field', 'what'], overflow: 'wrap' });
    return view;
  }
}
