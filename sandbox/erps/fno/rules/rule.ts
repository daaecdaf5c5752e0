import type { EntityType } from '../../odata/model.ts';
import type { Writer } from '../../odata/store.ts';
import type { Row, Stored } from '../../odata/table.ts';
import { fieldMissing, relationMissing, writeFailed } from '../problems.ts';
import { findRecord, textOf, type World } from '../world.ts';

/** What F&O itself does when a record of one set is written. */
export interface Rule {
  /** Name in the infolog. */
  readonly entity: string;
  /** Completes and checks a new record. */
  readonly create: (world: World, row: Row, writer: Writer) => Row;
  /** Checks a change; returns what is to be stored. */
  readonly update?: (world: World, stored: Stored, changes: Row, writer: Writer) => Row;
  /** Checks a removal and takes dependent records along. */
  readonly remove?: (world: World, stored: Stored, writer: Writer) => void;
  /** Runs after the new record stands. */
  readonly created?: (world: World, stored: Stored, writer: Writer) => void;
}

/** A property whose value must be a key of another set. */
export interface Lookup {
  readonly property: string;
  readonly field: string;
  readonly set: string;
  readonly table: string;
  /** Key property in the other set; the company is added where that set has one. */
  readonly key: string;
  readonly isShared?: boolean;
}

export function checkLookups(world: World, entity: string, row: Row, company: unknown, lookups: readonly Lookup[]): void {
  for (const lookup of lookups) {
    const value = textOf(row, lookup.property);
    if (value === '') continue;
    const keys = lookup.isShared ? { [lookup.key]: value } : { dataAreaId: company, [lookup.key]: value };
    if (!findRecord(world, lookup.set, keys)) throw relationMissing(entity, lookup.property, lookup.field, value, lookup.table);
  }
}

export function checkRequired(entity: string, row: Row, type: EntityType): void {
  for (const property of type.properties.values()) {
    if (property.isRequired && (row[property.name] === undefined || row[property.name] === '')) throw fieldMissing(entity, property.name);
  }
}

/** Values the server makes are refused, not overwritten, so that a client that sends them is found out (fno.md §12). */
export function checkEditable(entity: string, row: Row, type: EntityType, isCreate: boolean): void {
  for (const name of Object.keys(row)) {
    const property = type.properties.get(name);
    if (!property) continue;
    const isAllowed = isCreate ? property.allowEditOnCreate : property.allowEdit && !type.keys.includes(name);
    if (!isAllowed) throw writeFailed(entity, `Error: Field '${name}' does not allow editing.`, `Warning: validateField failed on field '${entity}.${name}'`);
  }
}
