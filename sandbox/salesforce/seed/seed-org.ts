import { makeCatalogue, type CatalogueOptions } from '../../data/catalogue.ts';
import type { Org } from '../org.ts';
import { assignPermissionSets } from './permission-sets.ts';
import { seedAccounts } from './accounts.ts';
import { seedDeals } from './deals.ts';
import { seedProducts } from './products.ts';
import { makeSeeder } from './seeder.ts';
import { seedSettings } from './settings.ts';

export interface SeedOptions {
  readonly catalogue?: CatalogueOptions;
  /** Audience of the tokens that the package's Apex signs; the backend is configured with the same word. */
  readonly audience: string;
}

/** Fills an empty org with the demo's data. Customers, items and prices are those of the simulated ERPs. */
export async function seedOrg(org: Org, options: SeedOptions): Promise<void> {
  const catalogue = makeCatalogue(options.catalogue);
  const seeder = makeSeeder(org);
  await assignPermissionSets(seeder);
  await seedSettings(seeder, options.audience);
  const accounts = await seedAccounts(seeder, catalogue);
  const products = await seedProducts(seeder, catalogue);
  await seedDeals(seeder, catalogue, accounts, products);
}
