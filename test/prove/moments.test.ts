import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_ORDERS, readCounts, readStruck, struckFile, writeOrders, type Orders } from '../../scripts/prove/control.ts';
import { labelRequest } from '../../scripts/prove/labels.ts';
import { startProxy, type NetEvent, type Proxy, type Verdict } from '../../scripts/prove/proxy.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A far end that counts what it did. */
async function startFarEnd(): Promise<{ port: number; done: string[] }> {
  const done: string[] = [];
  const server: Server = createServer((request, response) => {
    done.push(`${request.method} ${request.url}`);
    response.end('done');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => (server.closeAllConnections(), server.close()));
  return { port: (server.address() as AddressInfo).port, done };
}

async function startWatched(target: number, onEvent: (event: NetEvent) => Verdict): Promise<Proxy> {
  const proxy = await startProxy({ far: 'fno', target, labelOf: labelRequest, onEvent });
  closers.push(() => proxy.close());
  return proxy;
}

const post = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/orders`, { method: 'POST', body: 'x' })).text();

describe('the proxy', () => {
  it('shows an exchange before the far end saw it, after it was done, and when it is known', async () => {
    const far = await startFarEnd();
    const seen: string[] = [];
    const proxy = await startWatched(far.port, ({ label, phase }) => {
      seen.push(`${phase} ${label}, done ${far.done.length}`);
      return null;
    });
    expect(await post(proxy.port)).toBe('done');
    expect(seen).toEqual(['before POST /orders, done 0', 'after POST /orders, done 1', 'told POST /orders, done 1']);
  });

  it.each([['before', 0], ['after', 1]] as const)('cuts %s, so that the far end has done %i and the caller does not know', async (phase, done) => {
    const far = await startFarEnd();
    const proxy = await startWatched(far.port, (event) => {
      if (event.phase === phase) event.cut();
      return null;
    });
    await expect(post(proxy.port)).rejects.toThrow(TypeError);
    expect(far.done).toHaveLength(done);
  });

  it('holds an answer back, and what follows it too', async () => {
    const far = await startFarEnd();
    const proxy = await startWatched(far.port, ({ phase }) => (phase === 'after' ? { holdMs: 300 } : null));
    const startedAt = performance.now();
    expect(await post(proxy.port)).toBe('done');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295);
  });
});

const preload = pathToFileURL(path.resolve(import.meta.dirname, '../../scripts/prove/preload.ts')).href;

/** Runs a script as if it were the backend, under the preload. */
async function runUnderPreload(script: string, orders: Partial<Orders>, struckBefore?: string): Promise<{ folder: string; signal: string | null; output: string }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-preload-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'server'));
  mkdirSync(path.join(folder, 'pglite/pg_wal'), { recursive: true });
  writeFileSync(path.join(folder, 'server/main.ts'), script);
  writeOrders(folder, { ...NO_ORDERS, ...orders });
  if (struckBefore !== undefined) writeFileSync(struckFile(folder), struckBefore);
  const child = spawn(process.execPath, ['--import', preload, path.join(folder, 'server/main.ts')], { cwd: folder, env: { ...process.env, PROVE_FOLDER: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { folder, signal, output };
}

const WRITES = `
import { openSync, writeSync } from 'node:fs';
const file = openSync('./pglite/pg_wal/1', 'a');
for (const letter of 'abcdef') writeSync(file, letter);
setTimeout(() => undefined, 300);
`;

describe('the preload', () => {
  it('counts writes to the files of the embedded store', async () => {
    const { folder, signal } = await runUnderPreload(WRITES, {});
    expect(signal).toBeNull();
    expect(readCounts(folder)).toEqual({ 'write pg_wal': 6 });
  });

  it.each([['before', 'abc'], ['after', 'abcd']] as const)('kills %s the fourth write: %s is in the file', async (phase, text) => {
    const { folder, signal } = await runUnderPreload(WRITES, { strike: { id: 'one', label: 'write pg_wal', after: 3, phase, signal: 'SIGKILL' } });
    expect(signal).toBe('SIGKILL');
    expect(readStruck(folder)).toBe('one');
    expect(readFileSync(path.join(folder, 'pglite/pg_wal/1'), 'utf8')).toBe(text);
  });

  it('strikes once: the process that is started again goes on', async () => {
    const { signal } = await runUnderPreload(WRITES, { strike: { id: 'one', label: 'write pg_wal', after: 3, phase: 'before', signal: 'SIGKILL' } }, 'one');
    expect(signal).toBeNull();
  });

  it('steps the clock of the process, and nothing else of it', async () => {
    const { output } = await runUnderPreload('console.log(JSON.stringify([Date.now(), new Date().getTime(), new Date(5).getTime(), new Date() instanceof Date, Date.UTC(1970, 0, 1)]))', { clockShiftMs: 3_600_000 });
    const [now = 0, made = 0, ...rest] = JSON.parse(output) as number[];
    for (const time of [now, made]) expect(Math.abs(time - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect(rest).toEqual([5, true, 0]);
  });

  it('leads connections to a far end through its proxy', async () => {
    const [real, other] = [await startFarEnd(), await startFarEnd()];
    const { output } = await runUnderPreload(`console.log(await (await fetch('http://127.0.0.1:${real.port}/x')).text())`, { redirect: { [real.port]: other.port } });
    expect(output.trim()).toBe('done');
    expect([real.done, other.done]).toEqual([[], ['GET /x']]);
  });
});
