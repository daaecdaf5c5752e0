import * as z from 'zod';
import type { BatchAnswer } from './batch.ts';

export interface JsonBatchPart {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** The body of a JSON batch (business-central.md §4): answered in 200 with one status per part. */
export const writeJsonBatch = (parts: readonly JsonBatchPart[]): string =>
  JSON.stringify({ requests: parts.map((part, at) => ({ id: String(at + 1), ...part, ...(part.body === undefined ? {} : { headers: { 'content-type': 'application/json', ...part.headers } }) })) });

const answers = z.object({ responses: z.array(z.object({ id: z.string(), status: z.int(), headers: z.record(z.string(), z.string()).optional(), body: z.unknown().optional() })) });

/** The answers in the order of the parts; undefined where one is missing or the text is no batch. */
export function readJsonBatch(text: string, parts: number): BatchAnswer[] | undefined {
  const read = answers.safeParse(parseJson(text));
  if (!read.success) return undefined;
  const byId = new Map(read.data.responses.map((answer) => [answer.id, answer]));
  const ordered: BatchAnswer[] = [];
  for (let at = 1; at <= parts; at += 1) {
    const answer = byId.get(String(at));
    if (answer === undefined) return undefined;
    ordered.push({ status: answer.status, headers: answer.headers ?? {}, text: answer.body === undefined ? '' : JSON.stringify(answer.body) });
  }
  return ordered;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
