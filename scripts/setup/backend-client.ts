import type { z } from 'zod';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { problem } from '../../server/contract/problem.ts';

export interface Call {
  params?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** Calls endpoints of the contract as an operator; throws a refusal in the backend's own words. */
export type BackendClient = <E extends Endpoint>(endpoint: E, call?: Call) => Promise<z.infer<E['reply']>>;

const deadlineMs = 30_000;

export function makeBackendClient(baseUrl: string, operatorToken: string): BackendClient {
  return async (endpoint, { params = {}, body } = {}) => {
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const response = await fetch(baseUrl + path, {
      method: endpoint.method,
      headers: { authorization: `Bearer ${operatorToken}`, accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(deadlineMs),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${endpoint.method} ${path} answered ${response.status}: ${problem.safeParse(answer).data?.detail ?? JSON.stringify(answer)}`);
    return endpoint.reply.parse(answer) as z.infer<(typeof endpoint)['reply']>;
  };
}
