import { makeBuiltinException } from '../interpreter/class-model.ts';
import type { Cls } from '../interpreter/class-model.ts';
import type { RowError } from '../records/row-error.ts';
import { Obj } from './value.ts';

export interface DmlRow {
  index: number;
  id: string | null;
  error: RowError;
}

export class ExceptionObj extends Obj {
  message: string | null = null;
  cause: ExceptionObj | null = null;
  line = 0;
  stack = '';
  dml: DmlRow[] = [];
  constructor(cls: Cls) {
    super(cls);
  }
  get typeName(): string {
    return this.cls.builtin ? `System.${this.cls.name}` : this.cls.full;
  }
}

/** Carries an Apex exception through JavaScript. */
export class ApexError extends Error {
  readonly value: ExceptionObj;
  constructor(value: ExceptionObj) {
    super(`${value.typeName}: ${value.message ?? ''}`);
    this.value = value;
  }
}

export function makeException(typeName: string, message: string | null): ExceptionObj {
  const exception = new ExceptionObj(makeBuiltinException(typeName));
  exception.message = message;
  return exception;
}

/** Throws a platform exception by its short name. */
export function raise(typeName: string, message: string): never {
  throw new ApexError(makeException(typeName, message));
}

export const raiseNull = (): never => raise('NullPointerException', 'Attempt to de-reference a null object');

/** Limits end the transaction; Apex cannot catch them. */
export const isLimit = (error: unknown): boolean => error instanceof ApexError && error.value.typeName === 'System.LimitException';
