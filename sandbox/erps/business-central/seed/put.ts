import type { Catalogue } from '../../../data/catalogue.ts';
import type { CatalogueCompany } from '../../../data/places.ts';
import type { Row } from '../../odata/table.ts';
import { noGuid } from '../dialect.ts';
import { guidOf } from '../world.ts';

export interface Seeding {
  readonly catalogue: Catalogue;
  /** Adds a record of one company, stamped as changed before the base date. */
  readonly put: (company: CatalogueCompany, set: string, row: Row) => void;
}

export function idOf(company: CatalogueCompany, set: string, name: string): string {
  return guidOf(company.businessCentral.id, set, name);
}

/** Code fields lose leading and trailing blanks, so an item number has none here. */
export function codeOf(number: string): string {
  return number.trim().toUpperCase();
}

/** Local currency is the id of zeros with the company's code. */
export function currencyFields(company: CatalogueCompany, code: string): Row {
  return { currencyId: code === company.currency ? noGuid : idOf(company, 'currencies', code), currencyCode: code };
}
