import * as contract from '../../../server/contract/admin.ts';
import type { BackendClient } from './backend-client.ts';
import { usage } from './find-backend.ts';

export interface Stopped {
  /** Null: all connections of the org. */
  connection: string | null;
  stopped: boolean;
}

/** Sets the stop switch of one connection or, with `all`, of the org; exactly one of both must be meant. */
export async function setStop(connect: () => Promise<{ backend: BackendClient; orgId: string }>, wish: { connection: string | undefined; all: boolean; stopped: boolean; reason: string }): Promise<Stopped> {
  const { connection, all, stopped, reason } = wish;
  if ((connection === undefined) !== all) throw usage('Nothing or too much says which connection is meant.', 'Name one, or give --all for all connections of the org.');
  const { backend, orgId } = await connect();
  const body = { stopped, reason };
  if (connection === undefined) return { connection: null, stopped: (await backend.call(contract.setStopAll, { params: { orgId }, body })).stopAll };
  return { connection, stopped: (await backend.call(contract.setConnectionStop, { params: { orgId, connection }, body })).stopped };
}
