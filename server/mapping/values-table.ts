import type { MappingField } from './document.ts';
import { stop, type Stop } from './problems.ts';
import { toValue, type Value } from './value.ts';

/** The entry of the table for a value, compared exactly first and then without case and blanks; else the rule for unknown ones. */
export function readValues(value: string, field: MappingField): { value: Value; remark?: string } | Stop {
  const table = field.values ?? {};
  const wanted = value.trim().toLowerCase();
  const key = Object.hasOwn(table, value) ? value : Object.keys(table).find((name) => name.trim().toLowerCase() === wanted);
  if (key !== undefined) return { value: toValue(table[key]) ?? null };
  const rule = field.unknown ?? 'refuse';
  if (rule === 'keep') return { value, remark: `"${value}" is not in it and kept` };
  if (rule !== 'refuse') return { value: toValue(rule) ?? null, remark: `"${value}" is not in it, the value for unknown ones` };
  return stop('unknown-value', `"${value}" is not in the table of values`, 'Correct the value, or an admin adds it to the table of the mapping.');
}
