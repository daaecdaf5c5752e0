import type { CatalogueCompany } from '../../../data/places.ts';
import type { Catalogue } from '../../../data/catalogue.ts';
import type { Row } from '../../odata/table.ts';

/** Where seed rows go: set name and values. */
export type Put = (set: string, row: Row) => void;

export interface Seeding {
  readonly catalogue: Catalogue;
  readonly put: Put;
  /** Record ids that rows refer to each other by. */
  readonly nextRecId: () => number;
}

export function areaOf(company: CatalogueCompany): string {
  return company.fno.dataAreaId;
}

/** Account numbers in display-value fields escape the dimension delimiter (fno.md §5). */
export function displayValue(account: string): string {
  return account.replaceAll('-', '\\-');
}
