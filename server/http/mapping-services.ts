import type * as z from 'zod';
import type { checkMapping, diffMapping, dryRunMapping, mappingHead, mappingHistory, mappingView } from '../contract/mappings.ts';
import type { MappedObject } from '../mapping/document.ts';

interface Place {
  orgId: string;
  connection: string;
  object: MappedObject;
}
interface By {
  actor: string;
  requestId: string;
}

/** What stands behind the routes of mapping documents. */
export interface MappingServices {
  list(orgId: string, connection: string): Promise<z.input<typeof mappingHead>[]>;
  read(place: Place, version: number | undefined, requestId: string): Promise<z.input<typeof mappingView>>;
  save(place: Place, input: { text: string; reason: string }, by: By): Promise<z.input<typeof mappingView>>;
  publish(place: Place, input: { version: number; reason: string }, by: By): Promise<z.input<typeof mappingView>>;
  history(place: Place): Promise<z.input<typeof mappingHistory.reply>>;
  diff(place: Place, from: number, to: number): Promise<z.input<typeof diffMapping.reply>>;
  check(place: Place, text: string, requestId: string): Promise<z.input<typeof checkMapping.reply>>;
  dryRun(place: Place, input: { opportunityId: string; version: number | undefined }, requestId: string): Promise<z.input<typeof dryRunMapping.reply>>;
}
