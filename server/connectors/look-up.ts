import { CrossledgerError } from '../kernel/errors.ts';
import type { LookUp } from './connector.ts';
import type { Filter } from './odata/filter.ts';
import type { Rows } from './odata/pager.ts';

/** Names come from a mapping, which an admin writes: nothing else than a name goes into an address. */
const NAME = /^[A-Za-z]\w*$/;

/** The value that a look-up gives; several rows decide nothing. */
export async function readLookUp(look: LookUp, filter: Filter, read: (query: { filter: Filter; select: readonly string[]; top: number }) => Promise<Rows>): Promise<string | null> {
  for (const name of [look.set, look.by, look.give]) {
    if (!NAME.test(name)) throw new CrossledgerError('erp.refused', { problem: `"${name.slice(0, 60)}" is no name of a set or property` });
  }
  const { rows } = await read({ filter, select: [...new Set([look.by, look.give])], top: 2 });
  const found = [...new Set(rows.map((row) => row[look.give]))];
  if (found.length > 1) throw new CrossledgerError('erp.refused', { problem: `several rows of ${look.set} have ${look.by} "${look.value}"` });
  const [value] = found;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
