import type { Catalogue } from '../../data/catalogue.ts';
import type { CatalogueItem } from '../../data/items.ts';
import type { Fields, Seeder } from './seeder.ts';

export interface SeededProduct {
  readonly entryId: string;
  readonly name: string;
  readonly price: number;
}

export interface SeededProducts {
  readonly priceBookId: string;
  /** Released in both companies and not stopped: these go through. */
  readonly sellable: readonly SeededProduct[];
  /** Has no item number in the org. */
  readonly withoutNumber: SeededProduct;
  /** Bears a number that no ERP knows. */
  readonly unknown: SeededProduct;
}

const sellableCount = 148;
const oddities = [
  { name: 'Consulting day', code: 'CONSULTING', price: 1200, itemNumber: null },
  { name: 'Discontinued display stand', code: 'P-9999', price: 75, itemNumber: 'P-9999' },
];

export async function seedProducts(seeder: Seeder, catalogue: Catalogue): Promise<SeededProducts> {
  const items = catalogue.items.filter(isPlain).slice(0, sellableCount);
  const itemNumber = seeder.named('ERP_Item_Number__c');
  const rows: Fields[] = [
    ...items.map((item) => ({ Name: item.name, ProductCode: item.number, Family: item.group, IsActive: true, [itemNumber]: item.number })),
    ...oddities.map((odd) => ({ Name: odd.name, ProductCode: odd.code, IsActive: true, [itemNumber]: odd.itemNumber })),
  ];
  const prices = [...items.map((item) => item.priceUsd), ...oddities.map((odd) => odd.price)];
  const productIds = await seeder.insert('Product2', rows);
  const priceBookId = await findStandardPriceBook(seeder);
  const entries = productIds.map((id, at) => ({ Pricebook2Id: priceBookId, Product2Id: id, UnitPrice: prices[at], IsActive: true }));
  const entryIds = await seeder.insert('PricebookEntry', entries);
  const products = entryIds.map((entryId, at): SeededProduct => ({ entryId, name: String(rows[at]?.['Name']), price: prices[at] ?? 0 }));
  const [withoutNumber, unknown] = products.slice(items.length);
  if (!withoutNumber || !unknown) throw new Error('The odd products are missing');
  return { priceBookId, sellable: products.slice(0, items.length), withoutNumber, unknown };
}

/** Salesforce trims text, so a number that begins with a blank cannot be kept there. */
function isPlain(item: CatalogueItem): boolean {
  return !item.stopped && item.releasedIn.length === 2 && item.number === item.number.trim();
}

async function findStandardPriceBook(seeder: Seeder): Promise<string> {
  const [book] = await seeder.query('SELECT Id FROM Pricebook2 WHERE IsStandard = true');
  if (typeof book?.['Id'] !== 'string') throw new Error('The org has no standard price book');
  return book['Id'];
}
