import type { RowError } from '../records/row-error.ts';
import type { Value } from './value.ts';

/** A record in Apex hands: field values by lower-case name, parents and children under their relationship's name. */
export class SObj {
  readonly type: string;
  readonly values = new Map<string, Value>();
  readonly names = new Map<string, string>();
  readOnly = false;
  /** Came from a query, so that a field that was not selected may not be read. */
  queried = false;
  /** Messages of addError while a trigger runs. */
  errors: RowError[] | null = null;
  constructor(type: string) {
    this.type = type;
  }
  get id(): string | null {
    const id = this.values.get('id');
    return typeof id === 'string' ? id : null;
  }
  get(name: string): Value {
    return this.values.get(name.toLowerCase()) ?? null;
  }
  has(name: string): boolean {
    return this.values.has(name.toLowerCase());
  }
  set(name: string, value: Value): void {
    const key = name.toLowerCase();
    this.values.set(key, value);
    if (!this.names.has(key)) this.names.set(key, name);
  }
  copy(): SObj {
    const copy = new SObj(this.type);
    this.values.forEach((value, key) => copy.values.set(key, value));
    this.names.forEach((name, key) => copy.names.set(key, name));
    copy.queried = this.queried;
    return copy;
  }
}
