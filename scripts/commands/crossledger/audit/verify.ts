import { existsSync } from 'node:fs';
import { Messages, SfError } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { Args } from '@oclif/core';
import { checkAuditFile, type FileReport } from '../../audit-file.ts';
import { usage } from '../../backend/find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'audit.verify');

/** Checks an export without the server; exit code 2 when an entry was altered, removed or moved. */
export default class AuditVerify extends SfCommand<FileReport> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { file: Args.string({ description: messages.getMessage('args.file'), required: true }) };
  static override flags = {
    contains: Flags.string({ summary: messages.getMessage('flags.contains.summary') }),
  };
  static override errorCodes = toHelpSection('EXIT CODES', { 0: messages.getMessage('exit.sound'), 2: messages.getMessage('exit.altered') });

  override async run(): Promise<FileReport> {
    const { args, flags } = await this.parse(AuditVerify);
    if (!existsSync(args.file)) throw usage(`There is no file ${args.file}.`, 'Name a file that `audit export` wrote.');
    const report = await checkAuditFile(args.file, flags.contains ?? null);
    if (report.finding !== null) throw unsound(report);
    this.logSuccess(messages.getMessage('sound', [report.count, report.firstSeq ?? 1, report.lastSeq ?? '-', report.lastHash]));
    return report;
  }
}

function unsound(report: FileReport): SfError {
  const error = SfError.create({ message: report.finding?.says ?? '', name: 'AuditAltered', exitCode: 2, data: report, actions: [messages.getMessage('unsound.sound-before', [report.count]), messages.getMessage('unsound.next')] });
  error.code = `audit.${report.finding?.kind ?? 'altered'}`;
  return error;
}
