import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Answer } from './client.ts';

/** One stored request with the answer the public contract gives for it. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  readonly request: { method: string; url: string; headers?: Record<string, string>; body?: unknown; bodyText?: string };
  readonly response: { status: number; headers?: Record<string, string>; body?: unknown; bodyText?: string };
}

export function readSamples(name: string, replace: Readonly<Record<string, string>>): Sample[] {
  let text = readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');
  for (const [from, to] of Object.entries(replace)) text = text.replaceAll(from, to);
  return (JSON.parse(text) as { samples: Sample[] }).samples;
}

/** Status, error texts and the shape of the body agree with the sample; values of records are the sandbox's own. */
export function expectAgreement(answer: Answer, sample: Sample): void {
  expect(answer.status).toBe(sample.response.status);
  if (sample.response.body !== undefined) expectShape(answer.body, sample.response.body, sample.id);
  const wanted = errorOf(sample.response.body);
  if (wanted) expect(textsOf(errorOf(answer.body))).toEqual(textsOf(wanted));
}

interface WireError {
  readonly code: string;
  readonly message: string;
  readonly innererror?: { readonly message: string; readonly type: string };
}

function errorOf(body: unknown): WireError | undefined {
  return (body as { error?: WireError } | undefined)?.error;
}

function textsOf(error: WireError | undefined): unknown {
  const plain = (text: string | undefined): string => (text ?? '').replace(/ {2}CorrelationId.*$/, '').replace(/\.+$/, '').replaceAll(/https?:\/\/[^/]+/g, '');
  return { code: error?.code, message: plain(error?.message), inner: plain(error?.innererror?.message), type: error?.innererror?.type };
}

/** Every member of the sample is there, with the same JSON type. */
function expectShape(actual: unknown, sample: unknown, path: string): void {
  if (Array.isArray(sample)) {
    expect(Array.isArray(actual), path).toBe(true);
    const [wanted] = sample as unknown[];
    const [got] = actual as unknown[];
    if (wanted !== undefined && got !== undefined) expectShape(got, wanted, `${path}[0]`);
    return;
  }
  expect(typeof actual, path).toBe(typeof sample);
  if (typeof sample !== 'object' || sample === null) return;
  for (const [name, value] of Object.entries(sample)) {
    const own = (actual as Record<string, unknown>)[name];
    if (name === '@odata.nextLink') continue;
    expect(own, `${path}.${name}`).toBeDefined();
    expectShape(own, value, `${path}.${name}`);
  }
}
