import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';
import type { Warehouse } from '../../model/warehouse.ts';
import type { CallContext } from '../../net/http-client.ts';
import { defaultsOf } from '../connector.ts';
import { parseRows } from '../parse-rows.ts';
import { textIs, type Session } from './session.ts';
import { key, text } from './wire.ts';

const locationRow = z.object({ id: key, code: key });
const KEEP_MS = 3_600_000;
const placeRow = z.object({ code: key, displayName: text });

/** All locations of a company, by code. */
export async function readWarehouses(session: Session, company: string, context: CallContext): Promise<Warehouse[]> {
  const { rows } = await session.read(company, 'locations', { select: ['code', 'displayName'], orderBy: ['code'] }, 'read locations', context);
  return parseRows(placeRow, rows, 'location').map((row) => ({ code: row.code, name: row.displayName, site: null }));
}

export interface Locations {
  /** Id of the warehouse that the connection names for a company; null when it names none, and the ERP's own default counts. */
  idFor(company: string, context: CallContext): Promise<string | null>;
}

/** Lines name their location by id (business-central.md §9); locations hardly ever change: kept for an hour. */
export function createLocations(session: Session): Locations {
  const kept = new Map<string, { id: string; until: number }>();
  return {
    async idFor(company, context) {
      const code = defaultsOf(session.settings, company).warehouse;
      if (code === undefined) return null;
      const place = `${company.toLowerCase()}/${code}`;
      const known = kept.get(place);
      if (known !== undefined && session.clock.now() < known.until) return known.id;
      const { rows } = await session.read(company, 'locations', { filter: textIs('code', code), select: ['id', 'code'], top: 1 }, 'read location', context);
      const [row] = parseRows(locationRow, rows, 'location');
      if (row === undefined) throw new CrossledgerError('erp.refused', { problem: `The warehouse "${code}" of the connection is no location in company ${company}.` });
      kept.set(place, { id: row.id, until: session.clock.now() + KEEP_MS });
      return row.id;
    },
  };
}
