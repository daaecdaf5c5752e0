import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import * as contract from '../../../../server/contract/admin.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { instantWords, yesOrNo } from '../../backend/words.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'connection.list');

type Reply = z.infer<typeof contract.listConnections.reply>;

/** The ERP connections of an org, and which of them may write. */
export default class ConnectionList extends BackendCommand<Reply> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');

  override async run(): Promise<Reply> {
    const { flags } = await this.parse(ConnectionList);
    const { backend, orgId } = await this.connect(flags);
    const reply = await backend.call(contract.listConnections, { params: { orgId } });
    if (reply.rows.length === 0) this.log(messages.getMessage('none'));
    else this.table({ data: reply.rows.map(rowOf), columns: ['name', 'erp', 'company', 'mode', 'goLive', 'stopped', 'secret'], overflow: 'wrap' });
    if (reply.stopAll) this.log(messages.getMessage('stopAll'));
    return reply;
  }
}

const rowOf = (row: Reply['rows'][number]) => ({
  name: row.name, erp: row.erp, company: row.defaultCompany, mode: row.mode, goLive: instantWords(row.goLiveAt), stopped: yesOrNo(row.stopped), secret: yesOrNo(row.hasSecret),
});
