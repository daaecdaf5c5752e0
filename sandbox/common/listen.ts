import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { adminPrefix, answerAdmin, type AdminParts } from './admin.ts';
import { makeFaults, type FaultPlan, type Faults } from './faults.ts';
import { makeRequestLog, type LoggedRequest, type RequestLog } from './request-log.ts';
import { readRequest, type WireHandler, type WireReply, type WireRequest } from './wire.ts';

export interface FarEndOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Must commit before it returns: a scripted "drop after" breaks the connection when it has returned. */
  readonly handle: WireHandler;
  readonly expireTokens: () => void;
  readonly reset: () => void | Promise<void>;
  readonly admin?: AdminParts['more'];
  /** Lets a request in, after waiting if it must, and gives what to call when it is through; or refuses it. */
  readonly admit?: (request: WireRequest) => Promise<(() => void) | WireReply>;
}

export interface FarEnd {
  readonly port: number;
  readonly baseUrl: string;
  readonly faults: Faults;
  readonly log: RequestLog;
  close(): Promise<void>;
}

interface Running extends FarEndOptions {
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly stop: AbortController;
}

/** Serves one simulated far end on 127.0.0.1, with its faults, its log and its admin paths. */
export async function listenFarEnd(options: FarEndOptions): Promise<FarEnd> {
  const running: Running = { ...options, faults: makeFaults(), log: makeRequestLog(), stop: new AbortController() };
  const server = createServer((incoming, outgoing) => {
    serve(running, incoming, outgoing).catch((cause: unknown) => {
      if (!running.stop.signal.aborted) process.stderr.write(`${describe(cause)}\n`);
      outgoing.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    faults: running.faults,
    log: running.log,
    close: () =>
      new Promise((resolve, reject) => {
        running.stop.abort();
        server.close((cause) => (cause ? reject(cause) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function serve(running: Running, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (request.path.startsWith(adminPrefix)) {
    const { faults, log, reset } = running;
    return send(outgoing, await answerAdmin({ faults, log, reset, ...(running.admin && { more: running.admin }) }, request));
  }
  const entry = running.log.start(request.method, request.url, request.text);
  const leave = (await running.admit?.(request)) ?? (() => undefined);
  if (typeof leave !== 'function') {
    running.log.finish(entry, leave.status, 'answered');
    return send(outgoing, leave);
  }
  try {
    await play(running, running.faults.plan(request), request, outgoing, entry);
  } catch (cause) {
    running.log.finish(entry, 0, 'failed');
    throw cause;
  } finally {
    leave();
  }
}

async function play(running: Running, plan: FaultPlan, request: WireRequest, outgoing: ServerResponse, entry: LoggedRequest): Promise<void> {
  if (plan.delayMs > 0) await wait(plan.delayMs, undefined, { signal: running.stop.signal });
  if (plan.expireTokens) running.expireTokens();
  const { ending } = plan;
  if (ending && 'drop' in ending) return drop(running, ending, request, outgoing, entry);
  const reply = ending ? faultReply(ending) : await running.handle(request);
  running.log.finish(entry, reply.status, ending ? 'fault' : 'answered');
  send(outgoing, reply);
}

type Drop = Extract<NonNullable<FaultPlan['ending']>, { drop: string }>;

async function drop(running: Running, action: Drop, request: WireRequest, outgoing: ServerResponse, entry: LoggedRequest): Promise<void> {
  if (action.drop === 'after') await running.handle(request);
  outgoing.socket?.destroy();
  if (action.drop !== 'late') return running.log.finish(entry, 0, action.drop === 'after' ? 'dropped after' : 'dropped before');
  running.log.finish(entry, 0, 'late');
  await wait(action.commitAfterMs, undefined, { signal: running.stop.signal });
  const reply = await running.handle(request);
  running.log.finish(entry, reply.status, 'late done');
}

function faultReply(action: Exclude<NonNullable<FaultPlan['ending']>, Drop>): WireReply {
  if ('status' in action) return { status: action.status, headers: action.headers ?? {}, ...(action.body !== undefined && { body: action.body }) };
  const page = '<html><head><title>Maintenance</title></head><body><h1>503 Service Unavailable</h1><p>The environment is being serviced.</p></body></html>';
  return { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
}

function send(outgoing: ServerResponse, reply: WireReply): void {
  const { body } = reply;
  const bytes = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const headers = Object.fromEntries(Object.entries(reply.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value as string | string[]]));
  if (bytes !== undefined && bytes !== body && headers['content-type'] === undefined) headers['content-type'] = 'application/json; charset=utf-8';
  if (reply.status !== 204) headers['content-length'] = String(bytes === undefined ? 0 : Buffer.byteLength(bytes));
  outgoing.writeHead(reply.status, headers);
  outgoing.end(bytes);
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
