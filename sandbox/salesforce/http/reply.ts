import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { WireRecord } from '../org.ts';
import { RestError } from './errors.ts';

export const jsonType = 'application/json;charset=UTF-8';

export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): WireReply {
  return { status, headers: { 'content-type': jsonType, ...headers }, body: JSON.stringify(body) };
}

export function noContent(): WireReply {
  return { status: 204 };
}

/** Parses the body against a shape; what does not fit is the caller's JSON_PARSER_ERROR. */
export function readJson<Shape>(request: WireRequest, shape: z.ZodType<Shape>): Shape {
  let value: unknown;
  try {
    value = JSON.parse(request.text);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : 'not JSON';
    throw new RestError(400, 'JSON_PARSER_ERROR', request.text === '' ? 'The HTTP entity body is required, but this request has no entity body.' : what);
  }
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new RestError(400, 'JSON_PARSER_ERROR', `${issue?.message ?? 'Unexpected JSON'} at [${issue?.path.join('.') ?? ''}]`);
}

export const fieldsShape = z.record(z.string(), z.unknown());

/** A row of a collection names its own type. */
export const recordShape = z.looseObject({ attributes: z.looseObject({ type: z.string() }) }) satisfies z.ZodType<WireRecord>;
