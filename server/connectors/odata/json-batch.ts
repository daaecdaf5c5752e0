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
  const byId = new Map(readAnswers(text).map((answer) => [answer.id, answer]));
  const ordered: BatchAnswer[] = [];
  for (let at = 1; at <= parts; at += 1) {
    const answer = byId.get(String(at));
    if (answer === undefined) return undefined;
    ordered.push(toBatchAnswer(answer));
  }
  return ordered;
}

/** The part that was refused: the parts after it did not run and have no answer. */
export function findRefused(text: string): BatchAnswer | undefined {
  const refused = readAnswers(text).find((answer) => answer.status >= 400);
  return refused === undefined ? undefined : toBatchAnswer(refused);
}

type Answer = z.output<typeof answers>['responses'][number];

function readAnswers(text: string): Answer[] {
  const read = answers.safeParse(parseJson(text));
  return read.success ? read.data.responses : [];
}

const toBatchAnswer = (answer: Answer): BatchAnswer => ({ status: answer.status, headers: answer.headers ?? {}, text: answer.body === undefined ? '' : JSON.stringify(answer.body) });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
