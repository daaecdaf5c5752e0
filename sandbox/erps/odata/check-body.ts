import type { EntityType, Property } from './model.ts';
import { ODataProblem } from './problem.ts';
import type { Row } from './table.ts';

/** Parses a JSON object; anything else is refused. */
export function parseBody(text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ODataProblem(400, 'json', 'The request body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ODataProblem(400, 'json', 'The request body must be a JSON object.');
  return value as Row;
}

/** Checks names and types; instance annotations are dropped. */
export function checkBody(body: Row, type: EntityType, unknownProperty: (name: string, type: EntityType) => ODataProblem): Row {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@')) continue;
    const property = type.properties.get(name);
    if (!property) throw unknownProperty(name, type);
    checkValue(property, value);
    checked[name] = value;
  }
  return checked;
}

export function checkValue(property: Property, value: unknown): void {
  if (value === null) {
    if (property.nullable) return;
    throw new ODataProblem(400, 'null', `A null value was found for the property named '${property.name}', which has the expected type '${property.type}[Nullable=False]'. The expected type does not allow null values.`);
  }
  if (!fits(property, value)) throw new ODataProblem(400, property.members ? 'enum' : 'type', `Cannot convert the literal '${JSON.stringify(value)}' to the expected type '${property.type}'.`);
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const day = /^\d{4}-\d\d-\d\d$/;

function fits(property: Property, value: unknown): boolean {
  if (property.members) return typeof value === 'string' && property.members.has(value);
  switch (property.type) {
    case 'Edm.String':
    case 'Edm.Binary':
    case 'Edm.Stream':
      return typeof value === 'string';
    case 'Edm.Boolean':
      return typeof value === 'boolean';
    case 'Edm.Guid':
      return typeof value === 'string' && guid.test(value);
    case 'Edm.DateTimeOffset':
      return typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value));
    case 'Edm.Date':
      return typeof value === 'string' && day.test(value) && !Number.isNaN(Date.parse(value));
    case 'Edm.Int32':
    case 'Edm.Int64':
      return Number.isSafeInteger(value);
    default:
      return typeof value === 'number' && Number.isFinite(value);
  }
}
