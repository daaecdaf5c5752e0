import type { WireRecord } from '../../org.ts';
import { dataPath, type Call } from '../call.ts';

const versionInUrl = /^\/services\/data\/v[\d.]+\//;

/** Gives each record, its parents and its children the `attributes.url` of the version that was asked for. */
export function shapeRecord(call: Pick<Call, 'version'>, record: WireRecord): WireRecord {
  const shaped: WireRecord = { attributes: shapeAttributes(call, record) };
  for (const [name, value] of Object.entries(record)) {
    if (name !== 'attributes') shaped[name] = shapeValue(call, value);
  }
  return shaped;
}

function shapeValue(call: Pick<Call, 'version'>, value: unknown): unknown {
  if (isRecord(value)) return shapeRecord(call, value);
  if (!isChildren(value)) return value;
  return { ...value, records: value.records.map((record) => shapeRecord(call, record)) };
}

function shapeAttributes(call: Pick<Call, 'version'>, record: WireRecord): WireRecord['attributes'] {
  const { type, url } = record.attributes;
  if (url !== undefined) return { type, url: url.replace(versionInUrl, dataPath(call, '')) };
  const id = record['Id'];
  return typeof id === 'string' ? { type, url: dataPath(call, `sobjects/${type}/${id}`) } : { type };
}

function isRecord(value: unknown): value is WireRecord {
  return typeof value === 'object' && value !== null && 'attributes' in value;
}

function isChildren(value: unknown): value is { records: WireRecord[] } {
  return typeof value === 'object' && value !== null && 'records' in value && Array.isArray(value.records);
}
