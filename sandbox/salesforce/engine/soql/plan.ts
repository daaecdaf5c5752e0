import type { BoundExpressionContext } from '@apexdevtools/apex-parser';
import type { ChildRelationship, FieldDef, ObjectDef } from '../records/schema.ts';
import type { Ev } from '../interpreter/class-model.ts';
import type { Value } from '../values/value.ts';

/** Where a name stands in a query. */
export interface PlaceInText {
  start: { line: number; column: number };
}

/** One step from a record to its parent. */
export interface Hop {
  name: string;
  field: FieldDef;
  target: ObjectDef;
}

export interface FieldPath {
  hops: Hop[];
  def: ObjectDef;
  field: FieldDef;
}

export interface FunctionCall {
  name: string;
  path: FieldPath | null;
  /** `format(convertCurrency(Amount))`. */
  inner: FunctionCall | null;
}

export type SelectItem =
  | { kind: 'field'; path: FieldPath; alias: string | null }
  | { kind: 'function'; call: FunctionCall; alias: string | null }
  | { kind: 'children'; relationship: ChildRelationship; plan: Plan };

export type Operand =
  | { kind: 'constant'; value: Value }
  | { kind: 'bind'; ev: Ev }
  | { kind: 'days'; word: string; count: number }
  | { kind: 'list'; items: Operand[] }
  | { kind: 'query'; plan: Plan };

export type Source = { kind: 'field'; path: FieldPath } | { kind: 'function'; call: FunctionCall };

export type Condition =
  | { kind: 'all' | 'any'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'test'; source: Source; operator: string; operand: Operand };

export interface OrderKey {
  source: Source;
  descending: boolean;
  nullsLast: boolean;
}

export interface Plan {
  def: ObjectDef;
  items: SelectItem[];
  where: Condition | null;
  groups: Source[];
  having: Condition | null;
  order: OrderKey[];
  limit: Operand | null;
  offset: Operand | null;
  allRows: boolean;
  forUpdate: boolean;
  mode: 'user' | 'system' | 'enforced' | null;
  countOnly: boolean;
  aggregate: boolean;
  /** Every field that the query names, for object and field access. */
  used: { def: ObjectDef; field: FieldDef; name: string; at: PlaceInText }[];
}

/** How names and binds of a query are read: from outside, or from Apex. */
export interface QueryLanguage {
  /** Inner name of an object, field or relationship; null when the outside name lacks its namespace. */
  inward(name: string): string | null;
  bind(context: BoundExpressionContext): Ev;
  /** The text that errors quote. */
  text: string;
}

/** A query that the org refuses, with its error code. */
export class SoqlError extends Error {
  readonly errorCode: string;
  constructor(errorCode: string, message: string) {
    super(message);
    this.errorCode = errorCode;
  }
}
