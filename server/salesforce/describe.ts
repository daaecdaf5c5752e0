import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { isMissing } from './errors.ts';
import type { DescribedField } from './org-port.ts';
import type { OrgSession } from './org-session.ts';

const KEPT_MS = 10 * 60_000;

const answer = z.object({ fields: z.array(z.object({ name: z.string(), type: z.string(), label: z.string().default(''), length: z.number().nullish() })) });

/** Describes objects, each asked again every ten minutes, or after `atMostMs`; an object that the org lacks has no fields. */
export function createDescribes(session: OrgSession, clock: Clock): (object: string, atMostMs?: number) => Promise<readonly DescribedField[]> {
  const known = new Map<string, { fields: Promise<readonly DescribedField[]>; readAt: number }>();

  const read = async (object: string): Promise<readonly DescribedField[]> => {
    try {
      return answer.parse(await session.get(`/sobjects/${object}/describe`)).fields.map(({ name, type, label, length }) => ({ name, type, label, length: length ?? 0 }));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };

  return (object, atMostMs = KEPT_MS) => {
    const kept = known.get(object);
    if (kept !== undefined && kept.readAt + atMostMs > clock.now()) return kept.fields;
    const fields = read(object);
    known.set(object, { fields, readAt: clock.now() });
    fields.catch(() => known.delete(object));
    return fields;
  };
}
