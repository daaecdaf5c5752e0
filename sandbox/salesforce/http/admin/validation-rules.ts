import { z } from 'zod';
import type { Org } from '../../org.ts';

/** Refuses rows that meet the condition, as an admin's validation rule does. */
export const validationRuleShape = z.strictObject({
  object: z.string(),
  field: z.string(),
  operator: z.enum(['equals', 'not-blank', 'blank']),
  value: z.unknown().optional(),
  message: z.string(),
  /** The rule looks only at rows in which this field changes or, where the engine knows no earlier row, is filled. */
  when: z.string().optional(),
});

export type ValidationRule = z.infer<typeof validationRuleShape>;

/** A row inside the engine; names are those of the package, without namespace. */
interface EngineRow {
  get(field: string): unknown;
}

/** What the engine takes; `before` is the row as it was, where the engine hands it over. */
export interface RuleHook {
  object: string;
  when: (row: EngineRow, before?: EngineRow) => boolean;
  message: string;
  field?: string;
}

export interface ValidationRules {
  add(rule: ValidationRule): ValidationRule & { id: string };
  list(): (ValidationRule & { id: string })[];
  remove(id: string): boolean;
  clear(): void;
}

/** Rules stay in the engine once added; a removed one no longer finds anything wrong. */
export function makeValidationRules(org: () => Org & { addValidationRule?: (rule: RuleHook) => unknown }): ValidationRules {
  const active = new Map<string, ValidationRule>();
  let lastId = 0;
  return {
    add(rule) {
      const target = org();
      if (!target.addValidationRule) throw new Error('This engine takes no validation rules');
      const id = `rule-${++lastId}`;
      active.set(id, rule);
      const plain = (name: string): string => (target.namespace && name.startsWith(`${target.namespace}__`) ? name.slice(target.namespace.length + 2) : name);
      const inside = { ...rule, field: plain(rule.field), ...(rule.when !== undefined && { when: plain(rule.when) }) };
      target.addValidationRule({ object: plain(rule.object), message: rule.message, field: rule.field, when: (row, before) => active.has(id) && meets(inside, row, before) });
      return { ...rule, id };
    },
    list: () => [...active].map(([id, rule]) => ({ ...rule, id })),
    remove: (id) => active.delete(id),
    clear: () => active.clear(),
  };
}

function meets(rule: ValidationRule, row: EngineRow, before: EngineRow | undefined): boolean {
  if (rule.when !== undefined && !changes(row, before, rule.when)) return false;
  const value = row.get(rule.field);
  if (rule.operator === 'blank') return isBlank(value);
  return rule.operator === 'not-blank' ? !isBlank(value) : sameValue(value, rule.value);
}

function changes(row: EngineRow, before: EngineRow | undefined, field: string): boolean {
  return before ? !sameValue(before.get(field), row.get(field)) : !isBlank(row.get(field));
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** Numbers arrive as the engine's own decimals, which say themselves as text. */
function sameValue(one: unknown, other: unknown): boolean {
  if (isBlank(one) || isBlank(other)) return isBlank(one) && isBlank(other);
  return one === other || String(one) === String(other);
}
