import { CrossledgerError } from '../kernel/errors.ts';
import { defaultText } from '../mapping/defaults.ts';
import { MAPPED_OBJECTS, type MappedErp, type MappingDocument } from '../mapping/document.ts';
import { readMapping } from '../mapping/parse-mapping.ts';
import { sourcesOf } from '../mapping/needs.ts';
import type { Mappings } from '../orders/directory.ts';
import type { Registry } from '../registry/registry.ts';

const MOST_KEPT = 500;
/** By these a contact is looked up, whatever the mappings name. */
const CONTACT_SOURCES = ['Contact.Id', 'Contact.Name', 'Contact.Email'];

/** The documents that serve, read once for each text. */
export function createMappings(registry: Registry) {
  const known = new Map<string, MappingDocument>();
  const read = (text: string): MappingDocument => {
    const document = known.get(text) ?? readMapping(text);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(text, document);
    return document;
  };

  const mappings = async (orgId: string, name: string, options?: { fresh: boolean }): Promise<Mappings> => {
    const connection = await registry.connection(orgId, name, options);
    if (connection === null) throw new CrossledgerError('connection.unknown', { connection: name });
    const published = (await registry.publishedMappings(orgId)).filter((mapping) => mapping.connection === name);
    const { keyField } = connection.settings;
    const erp: MappedErp = connection.settings.erp;
    const entries = MAPPED_OBJECTS.map((object) => {
      const text = published.find((mapping) => mapping.object === object)?.text;
      return [object, read(text ?? defaultText(erp, object, { keyField }))] as const;
    });
    return Object.fromEntries(entries) as Mappings;
  };

  return {
    mappings,
    async mappedSources(orgId: string): Promise<string[]> {
      // Fresh, because the documents are: a deal that is read without a field that was mapped a moment ago would be sent without it.
      const connections = await registry.connections(orgId, { fresh: true });
      const sets = await Promise.all(connections.map((connection) => mappings(orgId, connection.name)));
      const looksUp = connections.some((connection) => connection.settings.contacts === 'create');
      return [...sourcesOf(sets.flatMap((set) => Object.values(set))), ...(looksUp ? CONTACT_SOURCES : [])];
    },
  };
}
