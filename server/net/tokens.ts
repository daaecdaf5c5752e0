import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import { hostsOf } from './address.ts';
import type { CallContext, HttpResponse } from './http-client.ts';
import type { Pools } from './pools.ts';
import { createTransport } from './transport.ts';

/** OAuth 2 client credentials of one connection. */
export interface Credentials {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  scope: string;
}

export interface TokenSource {
  /** A token that is still good for a while; one sign-in at a time, shared by all who wait. */
  get(requestId: string): Promise<string>;
  /** The far end refused this token: it is not handed out again. */
  forget(token: string): void;
}

const SIGN_IN_MS = 15_000;
/** A token is not used in its last minute: clocks differ and requests take time. */
const MARGIN_MS = 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

export function createTokenSource(credentials: Credentials, pools: Pools, clock: Clock): TokenSource {
  const exchange = createTransport(pools, hostsOf(credentials.tokenUrl));
  let current: { token: string; goodUntil: number } | undefined;
  let refresh: Promise<string> | undefined;

  async function signIn(requestId: string): Promise<string> {
    const context: CallContext = { lane: 'live', deadlineAt: clock.now() + SIGN_IN_MS, requestId, signal: AbortSignal.timeout(SIGN_IN_MS) };
    const response = await exchange(
      { method: 'POST', url: credentials.tokenUrl, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, body: formOf(credentials), step: 'sign in', safe: true },
      context,
    );
    const answer = readAnswer(response);
    current = { token: answer.access_token, goodUntil: clock.now() + Math.max(answer.expires_in * 1000 - MARGIN_MS, answer.expires_in * 500) };
    return current.token;
  }

  return {
    get(requestId) {
      if (current !== undefined && clock.now() < current.goodUntil) return Promise.resolve(current.token);
      refresh ??= signIn(requestId).finally(() => {
        refresh = undefined;
      });
      return refresh;
    },
    forget(token) {
      if (current?.token === token) current = undefined;
    },
  };
}

const formOf = (credentials: Credentials): string =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: credentials.clientId, client_secret: credentials.clientSecret, scope: credentials.scope }).toString();

function readAnswer(response: HttpResponse): z.infer<typeof tokenAnswer> {
  if (response.status === 429 || response.status >= 500) throw new CrossledgerError('erp.unavailable', { problem: `sign-in answers HTTP ${response.status}` });
  const body = parseJson(response.text);
  const answer = tokenAnswer.safeParse(body);
  if (response.status === 200 && answer.success) return answer.data;
  throw new CrossledgerError('erp.sign-in', { problem: problemOf(response.status, body) });
}

/** Names the error and Entra's code only: the description may repeat ids of the tenant. */
function problemOf(status: number, body: unknown): string {
  const said = refusal.safeParse(body);
  if (!said.success) return `HTTP ${status}`;
  const code = /AADSTS\d+/.exec(said.data.error_description ?? '')?.[0];
  return code === undefined ? said.data.error : `${said.data.error}, ${code}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
