import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'connection.test');

type Reply = z.infer<typeof contract.probeConnection.reply> & { companyKnown: boolean };

/** Signs in to the ERP and reads what this environment can do; writes nothing. Exit code 2 when its company is not there. */
export default class ConnectionTest extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { name: Args.string({ required: true, description: messages.getMessage('args.name.description') }) };

  override async run(): Promise<Reply> {
    const { args, flags } = await this.parse(ConnectionTest);
    const { backend, orgId } = await this.connect(flags);
    const probe = await backend.call(contract.probeConnection, { params: { orgId, connection: args.name } });
    const company = (await backend.call(contract.listConnections, { params: { orgId } })).rows.find((row) => row.name === args.name)?.defaultCompany ?? '';
    const companyKnown = probe.companies.some((one) => one.id.toLowerCase() === company.toLowerCase());
    this.log(messages.getMessage('signed-in', [args.name, probe.companies.length]));
    this.table({ data: probe.companies.map((one) => ({ company: one.id, name: one.name, default: one.id.toLowerCase() === company.toLowerCase() ? 'default' : '' })), columns: ['company', 'name', 'default'], overflow: 'wrap' });
    if (probe.findings.length === 0) this.log(messages.getMessage('nothing'));
    else this.table({ data: probe.findings.map((finding) => ({ finding })), columns: ['finding'], overflow: 'wrap' });
    if (!companyKnown) {
      this.warn(messages.getMessage('company', [company]));
      process.exitCode = 2;
    }
    return { ...probe, companyKnown };
  }
}
