import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../server/kernel/clock.ts';
import { hostsOf } from '../../server/net/address.ts';
import { createSend, type CallLine, type SendOptions } from '../../server/net/client.ts';
import type { CallContext, Send } from '../../server/net/http-client.ts';
import { createMemoryLimiter } from '../../server/net/memory-limiter.ts';
import { createPools, DEFAULT_POOL } from '../../server/net/pools.ts';

export type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;

export interface FarEnd {
  url: string;
  send: Send;
  lines: CallLine[];
  requests: string[];
  close(): Promise<void>;
}

/** A real server on a free port, and a client of it with roomy limits. */
export async function openFarEnd(handle: Handler, options: Partial<SendOptions> = {}): Promise<FarEnd> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
      handle(request, body, response);
    });
  });
  const url = await listen(server);
  const pools = createPools({ ...DEFAULT_POOL, connectTimeoutMs: 2_000, maxBodyBytes: 100_000 });
  const lines: CallLine[] = [];
  const send = createSend({
    connection: 'test',
    pools,
    limiter: createMemoryLimiter(systemClock, () => ({ concurrency: 50, ratePerSecond: 10_000, burst: 10_000, liveShare: 0.25 })),
    allowedHosts: hostsOf(url),
    log: (line) => lines.push(line),
    random: () => 0,
    ...options,
  });
  return {
    url,
    send,
    lines,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pools.close();
    },
  };
}

export function listen(server: Server): Promise<string> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
}

export const live = (withinMs = 5_000): CallContext => ({ lane: 'live', deadlineAt: Date.now() + withinMs, requestId: 'r1' });
export const work = (withinMs = 5_000): CallContext => ({ ...live(withinMs), lane: 'work' });

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
