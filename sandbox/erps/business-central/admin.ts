import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { answerClerk } from './clerk.ts';
import type { World } from './world.ts';

const lag = z.strictObject({ lagMs: z.number().int().min(0) });

/** `PUT /__sandbox/replica {lagMs}`, and the clerk's work on orders. */
export function answerBusinessCentralAdmin(world: World, request: WireRequest): WireReply | undefined {
  if (request.path !== '/__sandbox/replica' || request.method !== 'PUT') return answerClerk(world, request);
  const parsed = lag.safeParse(JSON.parse(request.text));
  if (!parsed.success) return { status: 400, body: { message: 'Expected {"lagMs": number}' } };
  world.replicaLagMs = parsed.data.lagMs;
  return { status: 204 };
}
