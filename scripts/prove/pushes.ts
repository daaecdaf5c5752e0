import type { z } from 'zod';
import { listPushes, type pushRow } from '../../server/contract/orders.ts';
import type { Endpoints } from '../setup/endpoints.ts';

/** What the product says of its pushes, by a query of `listPushes`; null while it does not answer. */
export async function readPushes({ backend, operatorToken, salesforce }: Endpoints, query: string): Promise<z.infer<typeof pushRow>[] | null> {
  const url = `${backend}${listPushes.path.replace(':orgId', salesforce.orgId)}?${query}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${operatorToken}` } }).catch((error: unknown) => {
    if (error instanceof TypeError) return null; // not up again yet
    throw error;
  });
  return response?.ok === true ? listPushes.reply.parse(await response.json()).rows : null;
}
