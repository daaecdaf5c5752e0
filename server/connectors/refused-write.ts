import { CrossledgerError } from '../kernel/errors.ts';
import type { HttpRequest } from '../net/http-client.ts';

/** Texts of both ERPs that name the field which they are about (fno.md §4, business-central.md §8, and the OData library below both). */
const UNKNOWN = [/Could not find a property named '(\w+)'/, /The property '(\w+)' does not exist on type/];
const MISSING = [/Field '([^']+)' must be filled in/, /^(.+?) must have a value in /];
const TOO_LONG = /length of the string is \d+|string or text .*too long|exceeds? the maximum length/i;
/** Texts longer than this are looked for by their beginning: the ERP may have shortened them in its answer. */
const LEAST_VALUE = 12;

/** A definite refusal of a write: by the field where its text names one, so that the admin finds the line of the mapping. */
export function refusedWrite(request: Pick<HttpRequest, 'step' | 'body'>, problem: string): CrossledgerError {
  const { step } = request;
  const unknown = firstOf(UNKNOWN, problem);
  if (unknown !== undefined) return new CrossledgerError('erp.field-unknown', { step, field: unknown });
  const missing = firstOf(MISSING, problem);
  if (missing !== undefined) return new CrossledgerError('erp.field-missing', { step, field: missing });
  if (TOO_LONG.test(problem)) return new CrossledgerError('erp.text-too-long', { step, field: fieldHolding(request.body, problem) ?? 'a field', problem });
  return new CrossledgerError('erp.refused', { problem });
}

/** Whether the text says that a property of the write is not known. */
export const namesUnknownField = (problem: string): boolean => firstOf(UNKNOWN, problem) !== undefined;

const firstOf = (patterns: readonly RegExp[], text: string): string | undefined => patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);

/** The property of the sent body whose text the answer quotes, the longest such text first. */
function fieldHolding(body: string | undefined, problem: string): string | undefined {
  const sent = [...(body ?? '').matchAll(/"(\w+)":("(?:[^"\\]|\\.)*")/g)].map(([, name = '', text = '""']) => ({ name, value: JSON.parse(text) as string }));
  return sent.toSorted((a, b) => b.value.length - a.value.length).find(({ value }) => value.length >= LEAST_VALUE && problem.includes(value))?.name;
}
