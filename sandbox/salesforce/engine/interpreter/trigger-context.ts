import type { RowKind } from '../records/prepare-row.ts';
import type { Transaction } from '../runtime/transaction.ts';
import { AList, AMap } from '../values/collections.ts';
import type { SObj } from '../values/sobj.ts';
import { EnumVal, Native, NotInLibrary, makeType } from '../values/value.ts';
import type { Value } from '../values/value.ts';

/** `Trigger`, while one runs or idle outside. */
export class TriggerContext extends Native {
  readonly kind = 'Trigger';
  readonly type: string;
  readonly when: 'before' | 'after' | null;
  readonly operation: RowKind | null;
  readonly #news: AList | null;
  readonly #olds: AList | null;
  constructor(type: string, when: 'before' | 'after' | null, operation: RowKind | null, news: SObj[] | null, olds: SObj[] | null) {
    super();
    this.type = type;
    this.when = when;
    this.operation = operation;
    this.#news = news && new AList(makeType(type), news);
    this.#olds = olds && new AList(makeType(type), olds);
  }
  override get(name: string): Value {
    const lower = name.toLowerCase();
    switch (lower) {
      case 'new': return this.#news;
      case 'old': return this.#olds;
      case 'newmap': return this.when === 'before' && this.operation === 'insert' ? null : this.#map(this.#news);
      case 'oldmap': return this.#map(this.#olds);
      case 'size': return (this.#news ?? this.#olds)?.items.length ?? 0;
      case 'isexecuting': return this.operation !== null;
      case 'operationtype': return this.operation && new EnumVal('System.TriggerOperation', `${this.when ?? ''}_${this.operation}`.toUpperCase(), 0);
      case 'isbefore': case 'isafter': return lower === `is${this.when ?? ''}`;
      case 'isinsert': case 'isupdate': case 'isdelete': case 'isundelete': return lower === `is${this.operation ?? ''}`;
      default: throw new NotInLibrary(`Trigger.${name}`);
    }
  }
  #map(list: AList | null): Value {
    if (!list) return null;
    const map = new AMap(makeType('Id'), makeType(this.type));
    for (const item of list.items) map.put((item as SObj).id, item);
    return map;
  }
}

export const triggerContext = (tx: Transaction): Native => tx.firing.at(-1) ?? new TriggerContext('', null, null, null, null);
