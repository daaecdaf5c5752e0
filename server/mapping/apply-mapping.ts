import { fieldsFor } from './company-fields.ts';
import { labelOf, type MappingDocument } from './document.ts';
import type { Expressions } from './expressions/expressions.ts';
import type { FieldExplanation } from './explanation.ts';
import type { Lookups } from './lookups.ts';
import type { MappingProblem } from './problems.ts';
import type { MappingRecord } from './record.ts';
import { runField } from './run-field.ts';
import type { WireValue } from './value.ts';

export interface MappingContext {
  company: string;
  /** Answers that were fetched before; see `neededLookups`. */
  lookups?: Lookups;
  /** Sources that the org does not have: fields that are not `optional` are problems then, instead of empty. */
  lacking?: readonly string[] | undefined;
  /** Needed only by documents with expressions; without it those fields are problems. */
  expressions?: Expressions;
}

export interface MappedRecord {
  /** What may be sent: properties that the document names, and nothing else. */
  fields: Record<string, WireValue>;
  /** One per field of the document, in its order. */
  explained: FieldExplanation[];
  /** All of the record's problems; with any of them the record must not be sent. */
  problems: MappingProblem[];
}

/** Makes the fields of one ERP row from one record. Never throws; whatever is wrong is told per field, all at once. */
export async function applyMapping(document: MappingDocument, record: MappingRecord, context: MappingContext): Promise<MappedRecord> {
  const mapped: MappedRecord = { fields: {}, explained: [], problems: [] };
  const run = { record, erp: document.erp, label: labelOf(document), lookups: context.lookups ?? new Map<string, string | null>(), expressions: context.expressions, lacking: context.lacking ?? [] };
  for (const field of fieldsFor(document, context.company)) {
    const { explanation, problem } = await runField(field, run);
    mapped.explained.push(explanation);
    if (problem !== null) mapped.problems.push(problem);
    else if (explanation.result !== null) mapped.fields[field.target] = explanation.result;
  }
  return mapped;
}
