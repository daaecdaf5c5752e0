import type { TableOptions } from '@oclif/table';
import { Messages } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import * as admin from '../../../server/contract/admin.ts';
import { makeBackendClient, type BackendClient } from './backend-client.ts';
import { findBackend, usage } from './find-backend.ts';
import { fitColumns } from './fit-table.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'backend');

export interface BackendFlags {
  backend?: string | undefined;
  'token-file'?: string | undefined;
  'org-id'?: string | undefined;
}

/** What every command that asks the backend shares: its flags, who asks, and which org is meant. Give `await this.parse(…)`'s flags to `connect`. */
export abstract class BackendCommand<T> extends SfCommand<T> {
  static override baseFlags = {
    ...SfCommand.baseFlags,
    backend: Flags.string({ summary: messages.getMessage('flags.backend.summary'), helpGroup: 'BACKEND' }),
    'token-file': Flags.string({ summary: messages.getMessage('flags.token-file.summary'), helpGroup: 'BACKEND' }),
    'org-id': Flags.string({ summary: messages.getMessage('flags.org-id.summary'), helpGroup: 'BACKEND' }),
  };

  static override errorCodes = toHelpSection('EXIT CODES', { 0: messages.getMessage('exit.done'), 1: messages.getMessage('exit.refused'), 2: messages.getMessage('exit.usage') });

  static override envVariablesSection = toHelpSection('ENVIRONMENT VARIABLES', {
    CROSSLEDGER_BACKEND: messages.getMessage('env.backend'),
    CROSSLEDGER_TOKEN_FILE: messages.getMessage('env.token-file'),
  });

  /** Fits a table that is too wide into the terminal; piped into a program it stays as wide as it is. */
  override table<R extends Record<string, unknown>>(options: TableOptions<R>): void {
    const total = Number(process.env['OCLIF_TABLE_COLUMN_OVERRIDE'] ?? process.stdout.columns ?? 0);
    const keys = (options.columns ?? []).filter((column) => typeof column === 'string') as (keyof R & string)[];
    const columns = total > 0 && keys.length > 0 && keys.length === options.columns?.length ? fitColumns(options.data, keys, total) : null;
    super.table<R>({ overflow: 'wrap', ...options, ...(columns === null ? {} : { columns }) });
  }

  /** The backend, and the org: the one asked for, else the only one that this operator may see. */
  protected async connect(flags: BackendFlags): Promise<{ backend: BackendClient; orgId: string }> {
    const backend = makeBackendClient(findBackend({ backend: flags.backend, tokenFile: flags['token-file'] }));
    return { backend, orgId: flags['org-id'] ?? (await onlyOrg(backend)) };
  }
}

async function onlyOrg(backend: BackendClient): Promise<string> {
  const id = await knownOrg(backend);
  if (id === undefined) throw usage('No org is registered with this backend, or you may see none.', 'Register one, or ask an admin for access.');
  return id;
}

/** The only org that this operator may see; undefined when there is none yet. Throws a sentence when there are several. */
export async function knownOrg(backend: BackendClient): Promise<string | undefined> {
  const { rows } = await backend.call(admin.listOrgs);
  if (rows.length <= 1) return rows[0]?.id;
  throw usage(`There are ${rows.length} orgs.`, `Say which with --org-id: ${rows.slice(0, 10).map((org) => `${org.id} (${org.name})`).join(', ')}`);
}
