import { CrossledgerError } from '../kernel/errors.ts';
import { invalid } from './refuse.ts';

export const BODY_LIMIT_BYTES = 1_048_576;

const JSON_TYPE = /^application\/json(\s*;\s*charset=("?)utf-8\2)?\s*$/i;

/** The JSON value of a body; undefined when there is none. Throws `request.media-type` or `request.malformed`. */
export function parseJsonBody(body: Buffer, contentType: string | undefined): unknown {
  if (body.length === 0) return undefined;
  if (!JSON_TYPE.test(contentType ?? '')) throw new CrossledgerError('request.media-type');
  const value = parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('the body must be a JSON object');
  return value;
}

/** The parser's own message would repeat parts of the body, so it is dropped. */
function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new CrossledgerError('request.malformed');
  }
}
