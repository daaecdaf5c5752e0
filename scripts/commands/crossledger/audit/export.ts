import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Messages, SfError } from '@salesforce/core';
import { Flags } from '@salesforce/sf-plugins-core';
import * as contract from '../../../../server/contract/audit.ts';
import { checkAuditFile } from '../../audit-file.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'audit.export');

interface Exported {
  file: string;
  count: number;
  lastSeq: number | null;
  lastHash: string;
}

/** Writes the trail into a file, checks it as `audit verify` does, and only then gives it its name. */
export default class AuditExport extends BackendCommand<Exported> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = {
    'output-file': Flags.string({ char: 'f', summary: messages.getMessage('flags.output-file.summary'), required: true }),
    since: Flags.string({ summary: messages.getMessage('flags.since.summary') }),
    until: Flags.string({ summary: messages.getMessage('flags.until.summary') }),
  };

  override async run(): Promise<Exported> {
    const { flags } = await this.parse(AuditExport);
    const { backend, orgId } = await this.connect(flags);
    const file = flags['output-file'];
    const part = `${file}.part`;
    const stream = await backend.stream(contract.exportAudit, { params: { orgId }, query: { since: flags.since, until: flags.until } });
    try {
      await pipeline(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(part, { mode: 0o600 }));
    } catch (cause) {
      await rm(part, { force: true });
      throw SfError.create({ message: messages.getMessage('broken'), name: 'ExportBroken', actions: [messages.getMessage('again')], cause: cause instanceof Error ? cause : new Error(String(cause)), exitCode: 1 });
    }
    const report = await checkAuditFile(part, null);
    await rename(part, file);
    if (report.finding !== null) throw SfError.create({ message: report.finding.says, name: 'AuditAltered', data: report, actions: [messages.getMessage('kept', [file])], exitCode: 2 });
    this.logSuccess(messages.getMessage('done', [report.count, file, report.lastHash]));
    return { file, count: report.count, lastSeq: report.lastSeq, lastHash: report.lastHash };
  }
}
