import type { EntityType } from '../../odata/model.ts';
import { ODataProblem } from '../../odata/problem.ts';
import type { Writer } from '../../odata/store.ts';
import type { Row, Stored } from '../../odata/table.ts';
import type { Call } from '../call.ts';

/** What Business Central itself does when a record of one set is written. */
export interface Rule {
  create(call: Call, row: Row, writer: Writer): Row;
  update?(call: Call, stored: Stored, changes: Row, writer: Writer): Row;
  remove?(call: Call, stored: Stored, writer: Writer): void;
  /** Runs after a record has been written or removed. */
  changed?(call: Call, row: Row, writer: Writer): void;
}

/** `id` may not be supplied, server-made fields are read-only, and text has its length (business-central.md §4, §8). */
export function checkFields(type: EntityType, row: Row): void {
  for (const [name, value] of Object.entries(row)) {
    const property = type.properties.get(name);
    if (!property) continue;
    if (!property.allowEdit || type.keys.includes(name)) throw new ODataProblem(400, 'BadRequest_InvalidOperation', `Control '${name}' is read-only`);
    const most = property.maxLength;
    if (most !== undefined && typeof value === 'string' && value.length > most) {
      throw new ODataProblem(400, 'Application_StringExceededLength', `The length of the string is ${value.length}, but it must be less than or equal to ${most} characters. Value: ${value}`);
    }
  }
}

const escapes: Readonly<Record<string, string>> = { _x0020_: ' ', _x002D_: '-', _x002E_: '.', _x0028_: '(', _x0029_: ')' };

export function captionOf(member: string): string {
  return member.replaceAll(/_x00[0-9A-F]{2}_/g, (escape) => escapes[escape] ?? escape);
}

/** Enum values may come encoded or as their caption; they are kept encoded (business-central.md §1, 3). */
export function encodeEnums(type: EntityType, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const members = type.properties.get(name)?.members;
      if (!members || typeof value !== 'string' || members.has(value)) return [name, value];
      const member = [...members].find((one) => captionOf(one) === value || (value === '' && one === '_x0020_'));
      if (member === undefined) throw new ODataProblem(400, 'Unknown', `'${value}' is not an option. The existing options are: ${[...members].map((one) => captionOf(one)).join(',')}`);
      return [name, member];
    }),
  );
}

export function now(): string {
  return new Date().toISOString();
}

export function today(): string {
  return now().slice(0, 10);
}
