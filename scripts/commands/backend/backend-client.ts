import { SfError } from '@salesforce/core';
import type { z } from 'zod';
import type { Endpoint } from '../../../server/contract/endpoint.ts';
import { problem, type Problem } from '../../../server/contract/problem.ts';
import type { BackendAddress } from './find-backend.ts';

export interface Call {
  params?: Readonly<Record<string, string>>;
  /** Absent values are left out. */
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
}

/** Calls endpoints of the contract as an operator. A refusal is thrown as a sentence with who can fix it; exit code 1. */
export interface BackendClient {
  call<E extends Endpoint>(endpoint: E, call?: Call): Promise<z.infer<E['reply']>>;
  /** The answer of a long text as it comes; the caller reads it to its end. */
  stream(endpoint: Endpoint, call?: Call): Promise<ReadableStream<Uint8Array>>;
}

const answerMs = 60_000;

export function makeBackendClient({ url, token }: BackendAddress): BackendClient {
  const send = async (endpoint: Endpoint, call: Call, signal: AbortSignal | null): Promise<Response> => {
    const { body } = call;
    const response = await fetch(url + pathOf(endpoint, call), {
      method: endpoint.method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== null && { signal }),
    }).catch((cause: unknown) => { throw unreachable(url, cause); });
    if (!response.ok) throw refusal(endpoint, response.status, await response.text());
    return response;
  };
  return {
    async call(endpoint, call = {}) {
      const response = await send(endpoint, call, AbortSignal.timeout(answerMs));
      return endpoint.reply.parse(await response.json()) as z.infer<(typeof endpoint)['reply']>;
    },
    async stream(endpoint, call = {}) {
      const { body } = await send(endpoint, call, null);
      if (body === null) throw new SfError(`${endpoint.id} answered nothing.`, 'BackendAnswer');
      return body;
    },
  };
}

function pathOf(endpoint: Endpoint, { params = {}, query = {} }: Call): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

const FIXERS: Record<Problem['fixer'], string> = { rep: 'a sales rep', admin: 'an admin', finance: 'finance', erp: 'somebody in the ERP', nobody: 'nobody; it goes on by itself' };

function refusal(endpoint: Endpoint, status: number, text: string): SfError {
  const said = problem.safeParse(parseJson(text)).data;
  if (said === undefined) return new SfError(`${endpoint.method} ${endpoint.path} answered ${status}, which is no answer of Crossledger.`, 'BackendAnswer', ['Check the address of the backend.']);
  const error = SfError.create({
    message: said.title, name: said.code, exitCode: 1, data: said,
    actions: [said.next, `Who can fix it: ${FIXERS[said.fixer]}.`, `Request id: ${said.requestId}`],
  });
  error.code = said.code;
  return error;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(url: string, cause: unknown): SfError {
  // What fetch throws is a TypeError, which the Salesforce commands would report as a fault of the program.
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : new Error(String(cause));
  const code = (inner as NodeJS.ErrnoException).code ?? inner.message;
  return SfError.create({ message: `The backend at ${url} does not answer (${code}).`, name: 'BackendUnreachable', actions: ['Check the address, and that the backend runs.'], cause: inner, exitCode: 1 });
}
