import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { schemaFileOf, schemasFolder } from '../../scripts/write-schemas.ts';
import type { CommandId } from './run-command.ts';

type Json = Record<string, unknown>;

/** What the handbook says a command prints under `--json`, with no property beside those that it names. */
export function handbookSchema(id: CommandId): z.ZodType {
  return z.fromJSONSchema(strictly(JSON.parse(readFileSync(path.join(schemasFolder, schemaFileOf(id)), 'utf8'))) as Json);
}

function strictly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strictly);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, strictly(one)]));
  return inner['type'] === 'object' && 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner;
}
