import type { ObjectDescribe } from '../../org.ts';
import type { Call } from '../call.ts';
import { noResource } from '../errors.ts';
import { objectNameOfId } from '../records/object-of-id.ts';

/** The object whose key prefix an id carries, as far as the user may see it. */
export function objectOfId(call: Call, id: string): ObjectDescribe {
  const { org } = call.context;
  const name = objectNameOfId(org, id, call.actor);
  const object = name === undefined ? null : org.describe(name, call.actor);
  if (!object) throw noResource();
  return object;
}
