import { addDays } from '../../../data/days.ts';
import type { Catalogue } from '../../../data/catalogue.ts';
import type { Row } from '../../odata/table.ts';
import { companyField } from '../world.ts';
import { seedDocuments } from './documents.ts';
import { seedMasterData } from './master-data.ts';
import type { Seeding } from './put.ts';

/** Puts the whole catalogue into the sets of Business Central. */
export function seedBusinessCentral(catalogue: Catalogue, putRow: (set: string, row: Row) => void): void {
  const lastModifiedDateTime = `${addDays(catalogue.baseDate, -1)}T08:00:00.123Z`;
  const seeding: Seeding = {
    catalogue,
    put: (company, set, row) => putRow(set, { [companyField]: company.businessCentral.id, lastModifiedDateTime, ...row }),
  };
  for (const company of catalogue.companies) {
    const { id, name } = company.businessCentral;
    putRow('companies', { [companyField]: id, id, name, displayName: name, systemVersion: '28.0.0.0' });
  }
  seedMasterData(seeding);
  seedDocuments(seeding);
}
