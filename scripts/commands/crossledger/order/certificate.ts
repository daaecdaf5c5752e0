import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import * as contract from '../../../../server/contract/audit.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { writeCertificate } from '../../certificate-text.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'order.certificate');

/** The proof of one order; the backend looks the key up in the ERP while it answers. Exit code 2 unless exactly one order exists. */
export default class OrderCertificate extends BackendCommand<contract.Certificate> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { key: Args.string({ description: messages.getMessage('args.key'), required: true }) };

  override async run(): Promise<contract.Certificate> {
    const { args, flags } = await this.parse(OrderCertificate);
    const { backend, orgId } = await this.connect(flags);
    const certificate = await backend.call(contract.showCertificate, { params: { orgId, key: args.key.trim() } });
    for (const line of writeCertificate(certificate)) this.log(line);
    if (certificate.verdict !== 'one') process.exitCode = 2;
    return certificate;
  }
}
