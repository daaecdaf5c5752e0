import type * as z from 'zod';
import type { ReplyAtom, Value } from './value.ts';

type Def = { type: string; innerType?: z.ZodType; in?: z.ZodType; element?: z.ZodType; valueType?: z.ZodType; options?: z.ZodType[]; shape?: Record<string, z.ZodType> };
const defOf = (schema: z.ZodType): Def => schema.def;
const WRAPPERS = new Set(['optional', 'nullable', 'default', 'prefault', 'readonly', 'catch', 'nonoptional']);
const OPEN = new Set(['unknown', 'any']);

/** The alternatives of a schema, without what only says that it may be absent. */
function bare(schema: z.ZodType): z.ZodType[] {
  const def = defOf(schema);
  if (WRAPPERS.has(def.type) && def.innerType) return bare(def.innerType);
  if (def.type === 'pipe' && def.in) return bare(def.in);
  return def.type === 'union' && def.options ? def.options.flatMap(bare) : [schema];
}

const atom = (schema: z.ZodType, name: string): ReplyAtom => ({ kind: 'reply', schema, name });
const has = (of: object, name: string): boolean => name in of;

/** What one row of a list in a reply is. */
export const elementsOf = ({ schema, name }: ReplyAtom): Value => bare(schema).flatMap((one) => {
  const { element } = defOf(one);
  return element ? [atom(element, `${name}[]`)] : [];
});

export const isList = ({ schema }: ReplyAtom): boolean => bare(schema).some((one) => defOf(one).type === 'array');
/** Has fields: to lose sight of it means to lose sight of reads. */
export const isCompound = ({ schema }: ReplyAtom): boolean => bare(schema).some((one) => ['object', 'array', 'record'].includes(defOf(one).type));

/** What stands under `name` in a reply; null when the contract knows nothing of that name. */
export function member(reply: ReplyAtom, name: string): Value | null {
  const found = bare(reply.schema).map((one): Value | null => {
    const { type, shape, valueType } = defOf(one);
    if (shape) return shape[name] ? [atom(shape[name], `${reply.name}.${name}`)] : null;
    if (type === 'record' && valueType) return [atom(valueType, `${reply.name}.*`)];
    if (type === 'array') return has(Array.prototype, name) ? [] : null;
    if (OPEN.has(type)) return [];
    return has(type === 'number' || type === 'int' ? Number.prototype : String.prototype, name) ? [] : null;
  });
  return found.every((one) => one === null) ? null : found.flatMap((one) => one ?? []);
}

/** Whatever stands under a name that is known only when the code runs. */
export const anyMember = (reply: ReplyAtom): Value => bare(reply.schema).flatMap((one) => {
  const { shape, valueType, element } = defOf(one);
  if (shape) return Object.entries(shape).map(([name, schema]) => atom(schema, `${reply.name}.${name}`));
  return valueType ? [atom(valueType, `${reply.name}.*`)] : element ? [atom(element, `${reply.name}[]`)] : [];
});
