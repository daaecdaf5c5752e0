import * as z from 'zod';
import type { Warehouse } from '../../model/warehouse.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { Query } from '../odata/query.ts';
import { parseRows } from '../parse-rows.ts';
import { inCompany, type Session } from './session.ts';
import { key, text } from './wire.ts';

const warehouseRow = z.object({ WarehouseId: key, WarehouseName: text, OperationalSiteId: text });

/** All warehouses of a company, by code; none where the environment does not publish the set (fno.md §1). */
export async function readWarehouses(session: Session, company: string, context: CallContext): Promise<Warehouse[]> {
  const query: Query = { filter: inCompany(company), select: ['WarehouseId', 'WarehouseName', 'OperationalSiteId'], orderBy: ['WarehouseId'] };
  const read = await session.readIfThere('Warehouses', query, 'read warehouses', context);
  return parseRows(warehouseRow, read?.rows ?? [], 'warehouse').map((row) => ({ code: row.WarehouseId, name: row.WarehouseName, site: row.OperationalSiteId }));
}
