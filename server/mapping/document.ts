import * as z from 'zod';
import { isDatePattern } from './dates.ts';
import { meant, nearest } from './nearest.ts';
import { TRANSFORMS, transformNamed } from './transforms/index.ts';
import { wordsOf } from './schema-words.ts';
import { path } from './transforms/options.ts';

export const MAPPED_OBJECTS = ['customer', 'contact', 'order', 'order-line'] as const;
export const MAPPED_ERPS = ['fno', 'business-central'] as const;
export const VALUE_TYPES = ['text', 'decimal', 'integer', 'boolean', 'date', 'instant', 'enum'] as const;
export const FORMATS = ['number', 'text', 'true-false', 'yes-no', 'iso', 'fno-date', 'name', 'encoded-name'] as const;

export type MappedObject = (typeof MAPPED_OBJECTS)[number];
export type MappedErp = (typeof MAPPED_ERPS)[number];
export type ValueType = (typeof VALUE_TYPES)[number];
export type Format = (typeof FORMATS)[number];

/** Formats that a type can have on the wire; the first is meant when none is named. */
export const FORMATS_OF: Readonly<Record<ValueType, readonly Format[]>> = {
  text: ['text'], decimal: ['number', 'text'], integer: ['number', 'text'], boolean: ['true-false', 'yes-no'], date: ['iso', 'fno-date'], instant: ['iso'], enum: ['name', 'encoded-name'],
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const onTooLong = z.enum(['refuse', 'cut']);
const expression = z.string().min(1).max(4000);

/** A condition on one field; the long form of a condition is a JSONata expression. */
const simpleCondition = z.strictObject({
  source: path,
  equals: scalar.optional(),
  notEquals: scalar.optional(),
  in: z.array(scalar).min(1).optional(),
  present: z.boolean().optional(),
}).refine((condition) => ['equals', 'notEquals', 'in', 'present'].filter((key) => key in condition).length === 1, 'needs one of equals, notEquals, in, present');
export type Condition = string | z.infer<typeof simpleCondition>;

export interface TransformEntry {
  name: string;
  options: unknown;
}

/** `trim`, or `cut: { length: 60 }`; the options are read by the transform's own schema. */
const transformEntry = z.unknown().transform((raw, context): TransformEntry => {
  const entries = typeof raw === 'string' ? [[raw, {}] as const] : typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
  const [name, options] = entries[0] ?? ['', {}];
  if (entries.length !== 1) context.addIssue('must be the name of one transform, or the name with its options');
  const transform = transformNamed(name);
  if (transform === undefined) {
    context.addIssue(`there is no transform "${name}".${meant(nearest(name, TRANSFORMS.map((known) => known.name)))}`);
    return z.NEVER;
  }
  const parsed = transform.options.safeParse(options ?? {}, { reportInput: true });
  for (const issue of parsed.error?.issues ?? []) context.addIssue({ code: 'custom', path: [name, ...issue.path], message: wordsOf(issue) });
  return { name, options: parsed.data };
});

const side = z.strictObject({
  type: z.enum(VALUE_TYPES).optional(),
  /** Date pattern such as dd.MM.yyyy, `comma` for decimals, `yes-no` for booleans. */
  format: z.string().refine((format) => ['comma', 'point', 'iso', 'true-false', 'yes-no'].includes(format) || isDatePattern(format), 'must be comma, point, iso, true-false, yes-no or a pattern such as dd.MM.yyyy').optional(),
  maxLength: z.int().min(1).optional(),
  onTooLong: onTooLong.optional(),
});

const fieldShape = {
  target: z.string().regex(/^[A-Za-z]\w*$/, 'must be the name of a property of the ERP'),
  source: path.optional(),
  constant: scalar.optional(),
  expression: expression.optional(),
  /** The org may lack the source field; it then counts as empty. */
  optional: z.boolean().optional(),
  /** How the source writes the value. */
  from: side.optional(),
  default: scalar.optional(),
  type: z.enum(VALUE_TYPES).optional(),
  format: z.enum(FORMATS).optional(),
  maxLength: z.int().min(1).optional(),
  onTooLong: onTooLong.optional(),
  required: z.boolean().optional(),
  /** A null is never sent. Instead of an empty value: nothing, the type's blank, or a problem. */
  notNull: z.enum(['leave-out', 'send-blank', 'refuse']).optional(),
  when: z.union([expression, simpleCondition]).optional(),
  transforms: z.array(transformEntry).max(20).optional(),
  values: z.record(z.string(), scalar).optional(),
  /** For a value that the table lacks: `refuse`, `keep`, or the value to send. */
  unknown: scalar.optional(),
  note: z.string().max(1000).optional(),
};
/** What a field can say. */
export const FIELD_SETTINGS: readonly string[] = Object.keys(fieldShape);
type Shape = { type?: ValueType | undefined; format?: Format | undefined; values?: unknown; unknown?: unknown; source?: unknown; constant?: unknown; expression?: unknown };

const origins = (field: Shape): number => [field.source, field.constant, field.expression].filter((origin) => origin !== undefined).length;
const formatFits = (field: Shape): boolean => field.format === undefined || FORMATS_OF[field.type ?? 'text'].includes(field.format);

const field = z.strictObject(fieldShape)
  .refine((given) => origins(given) === 1, 'needs exactly one of source, constant, expression')
  .refine(formatFits, { path: ['format'], message: 'does not belong to the type' })
  .refine((given) => given.unknown === undefined || given.values !== undefined, { path: ['unknown'], message: 'belongs to a table of values' });
export type MappingField = z.output<typeof field>;

/** What keeps a field that overrides were merged into from being applied, in words; null when it is whole. */
export function wholeFieldProblem(given: MappingField | undefined): string | null {
  if (given === undefined || origins(given) !== 1) return 'A field that the document does not have needs exactly one of source, constant, expression.';
  if (!formatFits(given)) return `The format ${given.format ?? ''} does not belong to the type ${given.type ?? 'text'}.`;
  return given.unknown !== undefined && given.values === undefined ? 'A rule for unknown values belongs to a table of values.' : null;
}

/** What a company does differently for one target; everything not named stays. */
const override = z.strictObject({ ...fieldShape, remove: z.literal(true).optional() }).refine((given) => origins(given) <= 1, 'may name only one of source, constant, expression');
export type FieldOverride = z.output<typeof override>;

export const mappingDocument = z.strictObject({
  object: z.enum(MAPPED_OBJECTS),
  erp: z.enum(MAPPED_ERPS),
  /** Entity set that the fields belong to; a name of the trade is resolved. */
  set: z.string().regex(/^[A-Za-z]\w*$/, 'must be the name of an entity set'),
  version: z.union([z.string(), z.number()]).optional(),
  note: z.string().max(4000).optional(),
  fields: z.array(field).min(1).max(500),
  companies: z.record(z.string().min(1), z.strictObject({ note: z.string().max(1000).optional(), fields: z.array(override).max(500) })).optional(),
});
export type MappingDocument = z.output<typeof mappingDocument>;

/** `order mapping for fno`, as sentences name a document. */
export const labelOf = (document: Pick<MappingDocument, 'object' | 'erp'>): string => `${document.object} mapping for ${document.erp}`;
