import { makeCatalogue, type Catalogue } from '../data/catalogue.ts';
import type { ErpOptions } from './erp-options.ts';
import { openStore, type Store } from './odata/store.ts';
import type { Row, Table } from './odata/table.ts';

export interface SeededStoreOptions extends Pick<ErpOptions, 'dataFolder' | 'seed' | 'baseDate'> {
  /** Of the journal. */
  readonly name: string;
  readonly tables: ReadonlyMap<string, Table>;
  readonly seedFrom: (catalogue: Catalogue, put: (table: Table, row: Row) => void) => void;
}

/** The store of one simulated ERP and the catalogue that it was filled from: that of the journal when there is one, else that of the options. */
export function openSeededStore({ dataFolder, seed, baseDate, name, tables, seedFrom }: SeededStoreOptions): { store: Store; catalogue: Catalogue } {
  let catalogue = makeCatalogue({ ...(seed !== undefined && { seed }), ...(baseDate !== undefined && { baseDate }) });
  const store = openStore({
    ...(dataFolder !== undefined && { folder: dataFolder }),
    name,
    tables,
    start: { seed: catalogue.seed, baseDate: catalogue.baseDate },
    fill(put, start) {
      if (start.seed !== catalogue.seed || start.baseDate !== catalogue.baseDate) catalogue = makeCatalogue(start);
      seedFrom(catalogue, put);
    },
  });
  return { store, catalogue };
}
