import type { ErpEndpoints } from '../setup/endpoints.ts';
import type { Stack } from '../setup/stack.ts';
import { readAll, signInToErp } from './far-end.ts';

/** The two connections of a stack. */
export type ConnectionName = 'fno' | 'bc';

export const farEndOf = ({ endpoints }: Stack, connection: ConnectionName): ErpEndpoints => (connection === 'fno' ? endpoints.fno : endpoints.businessCentral);

/** Numbers of the customers in the default company that are not on hold. */
export async function freeCustomers(stack: Stack, connection: ConnectionName): Promise<Set<string>> {
  const rows = await readSet(stack, connection, { fno: ['CustomersV3', 'CustomerAccount,OnHoldStatus'], bc: ['customers', 'number,blocked'] });
  return new Set(rows.filter((row) => (connection === 'fno' ? row['OnHoldStatus'] === 'No' : String(row['blocked']).replace('_x0020_', '').trim() === '')).map((row) => String(row['CustomerAccount'] ?? row['number'])));
}

/** Numbers of the items in the default company that are sold today. */
export async function sellableItems(stack: Stack, connection: ConnectionName): Promise<Set<string>> {
  const today = new Date().toISOString().slice(0, 10);
  const dayOf = (value: unknown): string => String(value).slice(0, 10);
  // F&O writes 1900-01-01 for "no date".
  const isSold = (row: Record<string, unknown>): boolean => dayOf(row['SellStartDate']) <= today && (dayOf(row['SellEndDate']) === '1900-01-01' || dayOf(row['SellEndDate']) >= today);
  const rows = await readSet(stack, connection, { fno: ['ReleasedProductsV2', 'ItemNumber,SellStartDate,SellEndDate'], bc: ['items', 'number,blocked'] });
  return new Set(rows.filter((row) => (connection === 'fno' ? isSold(row) : row['blocked'] === false)).map((row) => String(row['ItemNumber'] ?? row['number'])));
}

async function readSet(stack: Stack, connection: ConnectionName, sets: Record<ConnectionName, readonly [set: string, select: string]>): Promise<Record<string, unknown>[]> {
  const erp = farEndOf(stack, connection);
  const [set, select] = sets[connection];
  const path = connection === 'fno' ? `/data/${set}?$filter=dataAreaId eq '${erp.company}'&$select=${select}` : `/api/v2.0/companies(${erp.company})/${set}?$select=${select}`;
  return readAll(await signInToErp(erp), path);
}
