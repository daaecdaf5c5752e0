import * as z from 'zod';
import type { Endpoint } from '../contract/endpoint.ts';
import { invalid } from './refuse.ts';

const MAX_ISSUES = 5;
const MAX_NAME = 60;

type Part = 'path' | 'query' | 'body';

/** What a request says, by the endpoint's schemas; throws `request.invalid` naming every wrong field in plain words. */
export function parseInput(endpoint: Endpoint, raw: { params: unknown; query: unknown; body: unknown }): { params: unknown; query: unknown; body: unknown } {
  return {
    params: parsePart('path', endpoint.params ?? z.strictObject({}), raw.params),
    query: parsePart('query', endpoint.query ?? z.strictObject({}), raw.query),
    body: endpoint.body === undefined ? refuseBody(raw.body) : parseBody(endpoint.body, raw.body),
  };
}

function refuseBody(body: unknown): undefined {
  if (body !== undefined) throw invalid('this endpoint takes no body');
  return undefined;
}

function parseBody(schema: z.ZodType, body: unknown): unknown {
  if (body === undefined) throw invalid('the body is missing');
  return parsePart('body', schema, body);
}

function parsePart(part: Part, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) {
    refuseUnstorable(part, result.data, []);
    return result.data;
  }
  const words = result.error.issues.flatMap((issue) => describe(part, issue));
  throw invalid(words.slice(0, MAX_ISSUES).join('; ') + (words.length > MAX_ISSUES ? `; and ${words.length - MAX_ISSUES} more` : ''));
}

/** PostgreSQL takes neither NUL nor half a surrogate pair. Runs after the schema, which bounds the depth. */
function refuseUnstorable(part: Part, value: unknown, path: readonly PropertyKey[]): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed()) throw invalid(`${nameOf(part, path)}: holds a character that is none`);
  } else if (Array.isArray(value)) value.forEach((item, index) => refuseUnstorable(part, item, [...path, index]));
  else if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) refuseUnstorable(part, item, [...path, key]);
}

function describe(part: Part, issue: z.core.$ZodIssue): string[] {
  const field = nameOf(part, issue.path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${part === 'body' ? '' : `${part} `}${nameOf('body', [...issue.path, key])} is not known here`);
  if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.endsWith('received undefined')) return [`${field} is missing`];
  return [`${field}: ${expectation(issue)}`];
}

/** `body.lines[0].quantity` without the first word, which goes without saying. */
function nameOf(part: Part, path: readonly PropertyKey[]): string {
  const name = path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${String(step).slice(0, MAX_NAME)}`)).join('');
  return name === '' ? `the ${part}` : name;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union') return 'has none of the allowed forms';
  const words = issue.message.replace(/^Invalid input: /, '').replace(/^Invalid option: /, '').replace(/^(Invalid|Too) /, (first) => first.toLowerCase());
  return issue.code === 'invalid_format' && words === issue.message ? `expected ${words}` : words;
}
