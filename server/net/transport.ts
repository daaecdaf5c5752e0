import { CrossledgerError, messageOf } from '../kernel/errors.ts';
import { checkAddress } from './address.ts';
import type { HttpRequest } from './http-client.ts';
import { onlyAsks, type Exchange } from './layer.ts';
import type { Pools } from './pools.ts';

/** Failures before a byte of the request left: the far end cannot have done anything. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_DESTROYED', 'UND_ERR_CLOSED', 'UND_ERR_INVALID_ARG']);
const BAD_CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/;
const TOO_LARGE = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';

/** Sends over the pool of the address's origin and reads the whole body. Rejects with a CrossledgerError that knows whether a write may have happened. */
export function createTransport(pools: Pools, allowedHosts: ReadonlySet<string>): Exchange {
  return async (request, context) => {
    const url = checkAddress(request.url, allowedHosts);
    if (context.signal?.aborted) throw new CrossledgerError('erp.slow', { seconds: 0 });
    try {
      const response = await pools.of(url.origin).request({
        method: request.method,
        path: url.pathname + url.search,
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(context.signal === undefined ? {} : { signal: context.signal }),
      });
      const text = await response.body.text();
      return { status: response.statusCode, headers: plainHeaders(response.headers), text };
    } catch (thrown) {
      if (context.signal?.aborted && onlyAsks(request)) throw new CrossledgerError('erp.slow', { seconds: 0 }, { cause: thrown });
      throw transportError(request, thrown);
    }
  };
}

function transportError(request: HttpRequest, thrown: unknown): CrossledgerError {
  const code = codeOf(thrown);
  if (NEVER_SENT.has(code) || BAD_CERTIFICATE.test(code)) return new CrossledgerError('erp.unavailable', { problem: wordsOf(code, thrown) }, { cause: thrown });
  if (!onlyAsks(request)) return new CrossledgerError('erp.unknown-outcome', { step: request.step }, { cause: thrown, outcome: 'unknown' });
  if (code === TOO_LARGE) return new CrossledgerError('erp.answer', { problem: 'the answer is too large' }, { cause: thrown });
  return new CrossledgerError('erp.unavailable', { problem: wordsOf(code, thrown) }, { cause: thrown });
}

/** undici wraps the socket's error; the innermost code tells most. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return '';
  const inner = codeOf(thrown.cause);
  return inner !== '' ? inner : 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken',
  UND_ERR_SOCKET: 'connection broken',
  ENOTFOUND: 'host name unknown',
  EAI_AGAIN: 'host name not resolved',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half way',
};
const wordsOf = (code: string, thrown: unknown): string => WORDS[code] ?? (code !== '' ? code : messageOf(thrown));

function plainHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  return plain;
}
