import type { MappingServices } from '../../../server/http/mapping-services.ts';
import type { MappedObject } from '../../../server/mapping/document.ts';
import type { ServiceCall } from './services.ts';

const head = (object: MappedObject) => ({ id: `00D000000000001EAA~main~${object}`, object, published: 0, newest: 0 });
const view = (object: MappedObject) => ({ ...head(object), version: 0, text: '', findings: [] });

/** Writes down for which org it was asked. */
export function recordingMappings(note: (name: ServiceCall['name'], orgId: string) => void): MappingServices {
  return {
    list: async (orgId) => { note('mappings', orgId); return [head('order')]; },
    read: async ({ orgId, object }) => { note('mappings', orgId); return view(object); },
    save: async ({ orgId, object }) => { note('mappings', orgId); return view(object); },
    publish: async ({ orgId, object }) => { note('mappings', orgId); return view(object); },
    history: async ({ orgId, object }) => { note('mappings', orgId); return { ...head(object), rows: [] }; },
    diff: async ({ orgId }) => { note('mappings', orgId); return { words: [], changes: [] }; },
    check: async ({ orgId }) => { note('mappings', orgId); return { ok: true, published: 0, findings: [], changes: [] }; },
    dryRun: async ({ orgId, object }) => { note('mappings', orgId); return { object, version: 0, records: [] }; },
  };
}
