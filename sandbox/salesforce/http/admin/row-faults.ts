import { z } from 'zod';
import { makeRandom, type Random } from '../../../common/random.ts';
import type { SaveOperation, WireRecord } from '../../org.ts';

/** Rows that shall fail although the request as a whole goes through, such as UNABLE_TO_LOCK_ROW in a collection. */
export const rowFaultShape = z.strictObject({
  object: z.string().optional(),
  operation: z.enum(['insert', 'update', 'upsert', 'delete', 'undelete']).optional(),
  statusCode: z.string().default('UNABLE_TO_LOCK_ROW'),
  message: z.string().default('unable to obtain exclusive access to this record or 1 records'),
  fields: z.array(z.string()).default([]),
  /** Strikes so many rows; -1 until it is removed. */
  times: z.number().int().min(-1).default(1),
  /** Skips the first rows that fit. */
  after: z.number().int().min(0).default(0),
  probability: z.number().min(0).max(1).default(1),
  seed: z.number().int().default(1),
});

export type RowFault = z.infer<typeof rowFaultShape>;

export interface ScriptedRowFault extends RowFault {
  readonly id: string;
  matched: number;
  hits: number;
}

export interface RowFaults {
  add(fault: RowFault): ScriptedRowFault;
  list(): ScriptedRowFault[];
  remove(id: string): boolean;
  clear(): void;
  /** The fault that this row meets, if any. */
  strike(operation: SaveOperation, record: WireRecord): RowFault | undefined;
}

export function makeRowFaults(): RowFaults {
  const entries: { fault: ScriptedRowFault; random: Random }[] = [];
  let lastId = 0;
  return {
    add(shape) {
      const fault = { ...shape, id: `row-fault-${++lastId}`, matched: 0, hits: 0 };
      entries.push({ fault, random: makeRandom(shape.seed) });
      return fault;
    },
    list: () => entries.map((entry) => entry.fault),
    remove(id) {
      const at = entries.findIndex((entry) => entry.fault.id === id);
      if (at >= 0) entries.splice(at, 1);
      return at >= 0;
    },
    clear: () => void entries.splice(0),
    strike: (operation, record) => entries.find(({ fault, random }) => strikes(fault, random, operation, record))?.fault,
  };
}

function strikes(fault: ScriptedRowFault, random: Random, operation: SaveOperation, record: WireRecord): boolean {
  if (fault.times >= 0 && fault.hits >= fault.times) return false;
  if (fault.object !== undefined && fault.object.toLowerCase() !== record.attributes.type.toLowerCase()) return false;
  if (fault.operation !== undefined && fault.operation !== operation) return false;
  fault.matched += 1;
  if (fault.matched <= fault.after) return false;
  if (fault.probability < 1 && random() >= fault.probability) return false;
  fault.hits += 1;
  return true;
}
