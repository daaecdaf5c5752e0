import type { EntityType, Property } from '../odata/model.ts';
import type { RecordedRow } from './recordings.ts';

/** Rows may have been recorded with few of their properties: a name that none of them carries is blank, not unknown. */
class OpenProperties extends Map<string, Property> {
  known(name: string): Property | undefined {
    return super.get(name);
  }

  override has(_name: string): boolean {
    return true;
  }

  override get(name: string): Property {
    return super.get(name) ?? describe(name, '');
  }
}

/** A type that fits the recorded rows of one set. */
export function guessType(name: string, rows: readonly RecordedRow[]): EntityType {
  const properties = new OpenProperties();
  for (const row of rows) {
    for (const [property, value] of Object.entries(row)) {
      if (property.includes('@')) continue;
      const known = properties.known(property);
      if (!known || known.type === 'Edm.Untyped') properties.set(property, describe(property, value));
    }
  }
  return { name, fullName: `Microsoft.Dynamics.DataEntities.${name}`, keys: [], properties, navigations: new Map(), isReadOnly: false };
}

function describe(name: string, value: unknown): Property {
  return { name, type: typeOf(value), nullable: true, allowEdit: true, allowEditOnCreate: true, isRequired: false, isUtcDateTime: false };
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return 'Edm.Decimal';
  if (typeof value === 'boolean') return 'Edm.Boolean';
  if (typeof value !== 'string') return 'Edm.Untyped';
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return 'Edm.DateTimeOffset';
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ? 'Edm.Guid' : 'Edm.String';
}

/** A `$metadata` of what was recorded, so that a client that looks for a set finds it or not. */
export function writeMetadata(types: ReadonlyMap<string, EntityType>): string {
  const named = [...types].map(([path, type]) => ({ set: path.split('/').at(-1) ?? path, type }));
  const entityTypes = named.map(({ type }) => {
    const properties = [...type.properties.values()].map((one) => `<Property Name="${one.name}" Type="${one.type}" />`);
    return `<EntityType Name="${type.name}">${properties.join('')}</EntityType>`;
  });
  const sets = named.map(({ set, type }) => `<EntitySet Name="${set}" EntityType="${type.fullName}" />`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices><Schema Namespace="Microsoft.Dynamics.DataEntities" xmlns="http://docs.oasis-open.org/odata/ns/edm">${entityTypes.join('')}<EntityContainer Name="Resources">${sets.join('')}</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>\n`;
}
