import { header, type WireRequest } from '../../common/wire.ts';
import type { EntitySet } from '../odata/model.ts';
import type { Writer } from '../odata/store.ts';
import type { View } from './replica.ts';
import type { Api, World } from './world.ts';

/** Runs one unit of work; inside a transactional batch all units share one transaction. */
export type Transact = <T>(work: (writer: Writer) => T) => T;

/** One request on its way through Business Central. */
export interface Call {
  readonly world: World;
  readonly request: WireRequest;
  readonly api: Api;
  /** Address of the API, up to and without the company part. */
  readonly root: string;
  readonly company: string;
  readonly view: View;
  readonly transact: Transact;
}

export function originOf(request: WireRequest): string {
  return `http://${header(request, 'host') ?? 'localhost'}`;
}

export function contextOf(call: Call, set: EntitySet): string {
  return set.name === 'companies' ? `${call.root}/$metadata#companies` : `${call.root}/$metadata#companies(${call.company})/${set.name}`;
}
