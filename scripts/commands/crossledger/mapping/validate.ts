import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/mappings.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { findingRow, placeArgs, placeParams } from '../../backend/mapping-place.ts';
import { readText } from '../../backend/read-input.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.validate');

type Reply = z.infer<typeof contract.checkMapping.reply>;

/** Holds a local file against ERP and org, without saving it. Exit code 2 when it could not be published. */
export default class MappingValidate extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = placeArgs;
  static override flags = { file: Flags.string({ char: 'f', required: true, summary: messages.getMessage('flags.file.summary') }) };

  override async run(): Promise<Reply> {
    const { args, flags } = await this.parse(MappingValidate);
    const text = readText(flags.file, 'The file');
    const { backend, orgId } = await this.connect(flags);
    const reply = await backend.call(contract.checkMapping, { params: placeParams(orgId, args), body: { text } });
    if (reply.findings.length > 0) this.table({ data: reply.findings.map(findingRow), columns: ['level', 'line', 'field', 'what'], overflow: 'wrap' });
    this.log(messages.getMessage(reply.ok ? 'sound' : 'wrong', [flags.file]));
    if (!reply.ok) process.exitCode = 2;
    return reply;
  }
}
