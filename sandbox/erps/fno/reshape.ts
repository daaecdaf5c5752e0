import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { parseEdmx } from '../odata/model.ts';
import { reshapeEdmx, reshaping } from '../odata/reshape.ts';
import { metadataXml, type World } from './world.ts';

/** `PUT /__sandbox/metadata [{set, drop, demand}]`: an update of the environment took properties away or made them mandatory; `[]` is the way back. */
export function answerReshape(world: World, request: WireRequest): WireReply | undefined {
  if (request.path !== '/__sandbox/metadata' || request.method !== 'PUT') return undefined;
  const changes = z.array(reshaping).safeParse(JSON.parse(request.text));
  if (!changes.success) return { status: 400, body: { message: 'Expected [{"set": "SalesOrderHeadersV2", "drop": ["…"], "demand": ["…"]}]' } };
  restoreShape(world);
  for (const { set, ...change } of changes.data) {
    const type = world.model.sets.get(set)?.type.name;
    if (type === undefined) return { status: 404, body: { message: `No set ${set}` } };
    world.metadata = reshapeEdmx(world.metadata, type, change);
    world.model = parseEdmx(world.metadata);
  }
  return { status: 204 };
}

/** The environment as it was shipped. */
export function restoreShape(world: World): void {
  world.metadata = metadataXml;
  world.model = parseEdmx(metadataXml);
}
