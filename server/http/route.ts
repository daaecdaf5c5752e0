import type * as z from 'zod';
import type { Endpoint, Permission } from '../contract/endpoint.ts';
import type { Caller, OperatorCaller, OrgCaller } from './caller.ts';

type CallerOf<E extends Endpoint> = E['access'] extends { kind: 'org' | 'pairing' } ? OrgCaller
  : E['access'] extends { kind: 'operator'; orgPermission: Permission } ? OperatorCaller | OrgCaller
  : E['access'] extends { kind: 'operator' } ? OperatorCaller : null;
type Parsed<E, K extends 'params' | 'query' | 'body'> = E extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined;

/** One checked request. */
export interface Call<E extends Endpoint> {
  params: Parsed<E, 'params'>;
  query: Parsed<E, 'query'>;
  body: Parsed<E, 'body'>;
  caller: CallerOf<E>;
  requestId: string;
}

export interface Route {
  endpoint: Endpoint;
  run(call: { params: unknown; query: unknown; body: unknown; caller: Caller | null; requestId: string }): Promise<unknown>;
  /** Another status than the endpoint's own, decided by the reply. */
  statusOf?: (reply: unknown) => number;
}

/** Ties a handler to its endpoint: what it gets and gives is typed from the contract, and checked against it at run time. */
export function handle<E extends Endpoint>(endpoint: E, run: (call: Call<E>) => Promise<z.input<E['reply']>> | z.input<E['reply']>): Route {
  return { endpoint, run: async (call) => run(call as Call<E>) };
}
