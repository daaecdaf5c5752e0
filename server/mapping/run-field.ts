import { cleanText } from '../kernel/clean-text.ts';
import { meets } from './condition.ts';
import type { MappingField } from './document.ts';
import type { Expressions } from './expressions/expressions.ts';
import { shown, type ExplainedStep, type FieldExplanation } from './explanation.ts';
import type { Lookups } from './lookups.ts';
import { PROBLEMS, stop, type MappingProblem, type Stop } from './problems.ts';
import { readSide } from './read-side.ts';
import { rawAt, valueAt, type MappingRecord } from './record.ts';
import { transformNamed } from './transforms/index.ts';
import { asText, isEmpty, toValue, type Value, type WireValue } from './value.ts';
import { readValues } from './values-table.ts';
import { blankOf, toWire } from './wire.ts';

export interface FieldRun {
  record: MappingRecord;
  erp: string;
  /** The document, as sentences name it. */
  label: string;
  lookups: Lookups;
  expressions: Expressions | undefined;
  /** Sources that the org does not have. */
  lacking: readonly string[];
}

export interface FieldResult {
  explanation: FieldExplanation;
  problem: MappingProblem | null;
}

export const sourceOf = (field: MappingField): string => field.source ?? (field.expression === undefined ? 'constant' : field.expression);

/** One field from its source to what goes over the wire. */
export async function runField(field: MappingField, run: FieldRun): Promise<FieldResult> {
  const explanation: FieldExplanation = { target: field.target, source: sourceOf(field), raw: null, steps: [], result: null, rule: '', ...(field.note === undefined ? {} : { note: field.note }) };
  const end = await decide(field, run, explanation);
  if ('problem' in end) {
    explanation.rule = `not sent: ${end.says}`;
    return { explanation, problem: toProblem(end, field, run) };
  }
  explanation.result = end.value;
  explanation.rule = end.rule;
  return { explanation, problem: null };
}

type End = { value: WireValue | null; rule: string } | Stop;

async function decide(field: MappingField, run: FieldRun, explanation: FieldExplanation): Promise<End> {
  if (field.when !== undefined) {
    const holds = await meets(field.when, run.record, run.expressions);
    if (typeof holds !== 'boolean') return holds;
    if (!holds) return { value: null, rule: `not sent: the condition does not hold (${typeof field.when === 'string' ? field.when : conditionWords(field.when)})` };
  }
  const origin = await readOrigin(field, run, explanation);
  if ('problem' in origin) return origin;
  const changed = change(origin.value, field, run, explanation.steps);
  if ('problem' in changed) return changed;
  return finish(changed.value, field, run, explanation.steps);
}

const conditionWords = (when: Exclude<MappingField['when'], string | undefined>): string => Object.entries(when).map(([key, value]) => (key === 'source' ? String(value) : `${key} ${JSON.stringify(value)}`)).join(' ');

/** The value as it stands in the record, or as the constant or expression gives it; text without control characters. */
async function readOrigin(field: MappingField, run: FieldRun, explanation: FieldExplanation): Promise<{ value: Value } | Stop> {
  if (field.source !== undefined && field.optional !== true && run.lacking.includes(field.source)) return stop('source-lacking', 'the org has no such field, or Crossledger may not read it', 'An admin gives the integration user access to it, or corrects the mapping; a field that may be lacking is marked optional.');
  const raw = field.source === undefined ? field.constant : rawAt(run.record, field.source);
  let value = toValue(raw);
  explanation.raw = shown(raw);
  if (value === undefined) return stop('not-a-plain-value', 'the value is a list, an object or no number', 'Name a field with one plain value.');
  if (field.expression !== undefined) {
    const given = run.expressions === undefined ? stop('expression-engine', 'there is no engine for expressions here', 'It is tried again.') : await run.expressions.evaluate(field.expression, run.record);
    if ('problem' in given) return given;
    value = given.value;
    explanation.raw = shown(value);
  }
  if (typeof value !== 'string') return { value };
  const clean = cleanText(value);
  if (clean !== value) explanation.steps.push({ what: `${value.length - clean.length} control characters removed`, result: clean });
  return { value: clean };
}

/** Source side, transforms, table of values, in this order; an empty value goes through untouched. */
function change(start: Value, field: MappingField, run: FieldRun, steps: ExplainedStep[]): { value: Value } | Stop {
  let value = start;
  if (field.from !== undefined && !isEmpty(value)) {
    const read = readSide(value, field.from);
    if ('problem' in read) return read;
    if (read.value !== value) steps.push({ what: `read as ${field.from.type ?? 'text'}${field.from.format === undefined ? '' : ` (${field.from.format})`}${remarkOf(read)}`, result: read.value });
    value = read.value;
  }
  for (const { name, options } of field.transforms ?? []) {
    if (isEmpty(value)) break;
    const answer = transformNamed(name)?.run(asText(value), options, { read: (path) => valueAt(run.record, path), lookups: run.lookups }) ?? stop('not-a-plain-value', `there is no transform ${name}`, 'An admin corrects the mapping.');
    if ('problem' in answer) return answer;
    steps.push({ what: `${name}${remarkOf(answer)}`, result: answer.value });
    value = answer.value;
  }
  if (field.values === undefined || isEmpty(value)) return { value };
  const listed = readValues(asText(value), field);
  if ('problem' in listed) return listed;
  steps.push({ what: `table of values${remarkOf(listed)}`, result: listed.value });
  return listed;
}

const remarkOf = (answer: { remark?: string }): string => (answer.remark === undefined ? '' : `: ${answer.remark}`);

/** Default and not-null guard for what is empty, else the value as its target takes it. */
function finish(value: Value, field: MappingField, run: FieldRun, steps: ExplainedStep[]): End {
  const usesDefault = isEmpty(value) && field.default !== undefined;
  if (usesDefault) steps.push({ what: 'default', result: field.default ?? null });
  const final = usesDefault ? (toValue(field.default) ?? null) : value;
  if (isEmpty(final)) return whenEmpty(field, run);
  const wire = toWire(final, field);
  if ('problem' in wire) return wire;
  if (wire.remark !== undefined || wire.value !== final) steps.push({ what: `written as ${field.type ?? 'text'}${field.format === undefined ? '' : ` (${field.format})`}${remarkOf(wire)}`, result: wire.value });
  const origin = field.source === undefined ? (field.expression === undefined ? 'constant' : 'expression') : 'source';
  return { value: wire.value, rule: usesDefault ? 'default, because the source is empty' : origin };
}

function whenEmpty(field: MappingField, run: FieldRun): End {
  if (field.required === true || field.notNull === 'refuse') return stop('missing', 'it is empty and the ERP needs it', fixOf(field));
  const blank = field.notNull === 'send-blank' ? blankOf(field, run.erp) : null;
  return blank === null ? { value: null, rule: 'not sent: it is empty' } : { value: blank, rule: 'the blank of the ERP, because the source is empty' };
}

function fixOf(field: MappingField): string {
  if (field.source === undefined) return 'An admin corrects the mapping.';
  return isOwn(field) ? 'An admin fills it in the connection, or the ERP is completed.' : `Fill ${field.source}.`;
}

const isOwn = (field: MappingField): boolean => field.source?.startsWith('Crossledger.') === true;

function toProblem(end: Stop, field: MappingField, run: FieldRun): MappingProblem {
  const source = sourceOf(field);
  // What the reader knows comes first: the field of Salesforce.
  const where = field.source === undefined ? `${field.target} (${run.label})` : `${field.source} (${field.target} in the ${run.label})`;
  return { code: end.problem, target: field.target, source, sentence: `${where}: ${end.says}. ${end.fix}`, fixer: isOwn(field) && PROBLEMS[end.problem] === 'rep' ? 'admin' : PROBLEMS[end.problem] };
}
