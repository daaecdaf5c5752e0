import { makeRandom, pickWhole } from '../common/random.ts';
import type { Days } from './days.ts';
import type { CatalogueItem } from './items.ts';
import { companies, type CatalogueWarehouse, type CompanyKey } from './places.ts';

/** One item in one warehouse of one company. */
export interface CatalogueStock {
  readonly company: CompanyKey;
  readonly itemNumber: string;
  readonly warehouse: CatalogueWarehouse;
  readonly onHand: number;
  readonly reserved: number;
  /** Expected from vendors. */
  readonly receipts: readonly { readonly day: string; readonly quantity: number }[];
}

export function makeStock(seed: number, days: Days, items: readonly CatalogueItem[]): CatalogueStock[] {
  const random = makeRandom(seed * 7919 + 3);
  const stock: CatalogueStock[] = [];
  for (const item of items) {
    if (item.kind === 'Service') continue;
    for (const company of companies.filter((one) => item.releasedIn.includes(one.key))) {
      for (const warehouse of company.warehouses) {
        const onHand = random() < 0.15 ? 0 : pickWhole(random, 1, 1500);
        const reserved = Math.floor(onHand * random() * 0.4);
        const receipts = Array.from({ length: pickWhole(random, 0, 2) }, () => ({
          day: days.ahead(pickWhole(random, 2, 45)),
          quantity: pickWhole(random, 1, 12) * 25,
        }));
        stock.push({ company: company.key, itemNumber: item.number, warehouse, onHand, reserved, receipts });
      }
    }
  }
  return stock;
}
