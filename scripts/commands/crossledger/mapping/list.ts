import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import * as admin from '../../../../server/contract/admin.ts';
import * as contract from '../../../../server/contract/mappings.ts';
import { BackendCommand } from '../../backend/backend-command.ts';
import { versionWords } from '../../backend/mapping-place.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'mapping.list');

type Row = z.infer<typeof contract.mappingHead> & { connection: string };

/** The mapping documents of a connection, or of all, and which version of each serves. */
export default class MappingList extends BackendCommand<{ rows: Row[] }> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override args = { connection: Args.string({ description: messages.getMessage('args.connection.description') }) };

  override async run(): Promise<{ rows: Row[] }> {
    const { args, flags } = await this.parse(MappingList);
    const { backend, orgId } = await this.connect(flags);
    const names = args.connection === undefined ? (await backend.call(admin.listConnections, { params: { orgId } })).rows.map((row) => row.name) : [args.connection];
    const rows: Row[] = [];
    for (const connection of names) rows.push(...(await backend.call(contract.listMappings, { params: { orgId, connection } })).rows.map((row) => ({ connection, ...row })));
    if (rows.length === 0) this.log(messages.getMessage('none'));
    else this.table({ data: rows.map(rowOf), columns: ['connection', 'object', 'serves', 'newest', 'draft'], overflow: 'wrap' });
    return { rows };
  }
}

const rowOf = (row: Row) => ({ connection: row.connection, object: row.object, serves: versionWords(row.published), newest: versionWords(row.newest), draft: row.newest > row.published ? 'yes' : '' });
