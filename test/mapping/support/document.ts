import type { MappingField, MappingDocument } from '../../../server/mapping/document.ts';
import { readMapping } from '../../../server/mapping/parse-mapping.ts';
import { applyMapping, type MappedRecord, type MappingContext } from '../../../server/mapping/apply-mapping.ts';
import type { MappingRecord } from '../../../server/mapping/record.ts';

/** A document of one or more fields, written as in a file. */
export const documentOf = (fields: string, more = ''): MappingDocument => readMapping(`object: order\nerp: fno\nset: SalesOrderHeadersV2\nfields:\n${fields}\n${more}`);

/** One field applied to one record. */
export async function applyField(field: string, record: MappingRecord, context: Partial<MappingContext> = {}): Promise<MappedRecord & { field: MappingField | undefined }> {
  const document = documentOf(`  - ${field}`);
  return { ...(await applyMapping(document, record, { company: 'usmf', ...context })), field: document.fields[0] };
}

/** What one value becomes through one field's settings: the value sent, or the code of the problem. */
export async function through(settings: string, value: unknown, more: MappingRecord = {}): Promise<unknown> {
  const { fields, problems } = await applyField(`{ target: Target, source: Account.Value, ${settings} }`, { ...more, Account: { Value: value, ...more['Account'] } });
  return problems[0]?.code ?? fields['Target'] ?? null;
}
