import { Messages } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/mappings.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { mappingIdOf, placeArgs, placeParams, versionOf, versionWords } from '../../backend/mapping-place.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.dry-run');

type Reply = z.infer<typeof contract.dryRunMapping.reply>;

/** What the document makes of each field of a real deal; writes nothing. Exit code 2 when a record could not be sent. */
export default class MappingDryRun extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = placeArgs;
  static override flags = {
    deal: Flags.string({ char: 'd', required: true, summary: messages.getMessage('flags.deal.summary') }),
    version: Flags.string({ default: 'newest', summary: messages.getMessage('flags.version.summary') }),
  };

  override async run(): Promise<Reply> {
    const { args, flags } = await this.parse(MappingDryRun);
    const { backend, orgId } = await this.connect(flags);
    const head = await backend.call(contract.mappingHistory, { params: placeParams(orgId, args) });
    const reply = await backend.call(contract.dryRunMapping, { params: { mappingId: mappingIdOf(orgId, args) }, body: { opportunityId: flags.deal, version: versionOf(flags.version, head) } });
    for (const record of reply.records) this.showRecord(record);
    this.log(messages.getMessage('done', [versionWords(reply.version)]));
    if (reply.records.some((record) => record.problems.length > 0)) process.exitCode = 2;
    return reply;
  }

  private showRecord({ record, fields, problems }: Reply['records'][number]): void {
    this.table({ data: fields.map(fieldOf), columns: ['field', 'from', 'raw', 'result', 'rule'], title: record, overflow: 'wrap' });
    if (problems.length > 0) this.table({ data: problems.map((problem) => ({ field: problem.target, what: problem.says, fixer: problem.fixer })), columns: ['field', 'what', 'fixer'], title: messages.getMessage('problems'), overflow: 'wrap' });
  }
}

const fieldOf = (field: z.infer<typeof contract.fieldExplanation>) => ({ field: field.target, from: field.source, raw: valueOf(field.raw), result: valueOf(field.result), rule: field.rule });
const valueOf = (value: string | number | boolean | null): string => (value === null ? '' : String(value));
