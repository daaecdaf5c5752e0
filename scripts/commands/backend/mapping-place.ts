import { Args } from '@oclif/core';
import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import { MAPPING_OBJECTS, type MappingObject } from '../../../server/contract/mappings.ts';
import type * as contract from '../../../server/contract/mappings.ts';
import { usage } from './find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'backend');

/** Connection and object: which document is meant. */
export const placeArgs = {
  connection: Args.string({ required: true, description: messages.getMessage('args.connection.description') }),
  object: Args.string({ required: true, options: [...MAPPING_OBJECTS], description: messages.getMessage('args.object.description') }),
};

export const placeParams = (orgId: string, args: { connection: string; object: string }) => ({ orgId, connection: args.connection, object: args.object });

export const mappingIdOf = (orgId: string, args: { connection: string; object: string }): string => `${orgId}~${args.connection}~${args.object as MappingObject}`;

/** `3`, `shipped` for 0, `published` or `newest`. */
export function versionOf(text: string, head: { published: number; newest: number }): number {
  if (text === 'shipped') return 0;
  if (text === 'published') return head.published;
  if (text === 'newest') return head.newest;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw usage(`"${text}" is no version.`, 'Give a number, shipped, published or newest.');
}

export const versionWords = (version: number): string => (version === 0 ? 'shipped' : String(version));

type Checked = z.infer<typeof contract.checkMapping.reply>;

export const findingRow = (finding: Checked['findings'][number] | (contract.MappingFinding & { line?: number | null })) => ({ level: finding.level, line: finding.line ?? '', field: finding.target ?? '', what: finding.says });

export const changeRow = (change: Checked['changes'][number]) => ({ change: change.change, company: change.company === '' ? 'all' : change.company, field: change.target, what: change.says });
