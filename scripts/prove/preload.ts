// Loaded into the backend by `--import`: the product has no hook for any of this.
import fs from 'node:fs';
import { Socket } from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { countsFile, pidFile, readOrders, readStruck, struckFile, NO_ORDERS, type Orders } from './control.ts';

const POLL_MS = 50;
const folder = process.env['PROVE_FOLDER'];
// The store's first creation runs in a child of the backend, which is none of ours.
if (folder !== undefined && (process.argv[1] ?? '').endsWith(path.join('server', 'main.ts'))) attach(folder);

function attach(controlFolder: string): void {
  const real = { writeFileSync: fs.writeFileSync, renameSync: fs.renameSync, writeSync: fs.writeSync };
  real.writeFileSync(pidFile(controlFolder), `${process.pid}`);
  let orders: Orders = NO_ORDERS;
  const read = (): void => {
    orders = readOrders(controlFolder) ?? orders;
  };
  read();
  shiftClock(() => orders.clockShiftMs);
  redirectSockets(() => {
    read();
    return orders.redirect;
  });
  const counter = countFileEvents(() => orders, { isDone: (id) => readStruck(controlFolder) === id, done: (id) => real.writeFileSync(struckFile(controlFolder), id) });
  setInterval(() => {
    read();
    if (!counter.isChanged()) return;
    real.writeFileSync(`${countsFile(controlFolder)}.new`, JSON.stringify(counter.take()));
    real.renameSync(`${countsFile(controlFolder)}.new`, countsFile(controlFolder));
  }, POLL_MS).unref();
}

/** `Date.now()` and `new Date()`, as a stepped system clock would give them; timers and `performance.now()` go on as they do then. */
function shiftClock(shiftMs: () => number): void {
  const RealDate = Date;
  const now = RealDate.now.bind(RealDate);
  const shifted = (): number => now() + shiftMs();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget) => Reflect.construct(target, args.length === 0 ? [shifted()] : args, newTarget) as Date,
    apply: () => new RealDate(shifted()).toString(),
    get: (target, name, receiver) => (name === 'now' ? shifted : (Reflect.get(target, name, receiver) as unknown)),
  });
}

interface ConnectOptions {
  port?: number | string;
  path?: string;
}

/** Connections to a far end go through the proxy in front of it; the backend keeps the address that it was told. */
function redirectSockets(redirect: () => Readonly<Record<string, number>>): void {
  const connect = Reflect.get(Socket.prototype, 'connect') as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function connectThroughProxy(this: Socket, ...args: unknown[]): Socket {
    // net.connect hands over its arguments normalised: [options, callback] in one array; pg gives port and host.
    const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
    if (typeof first === 'number' || typeof first === 'string') args[0] = redirect()[String(first)] ?? first;
    else if (typeof first === 'object' && first !== null && (first as ConnectOptions).path === undefined) {
      const options = first as ConnectOptions;
      const port = redirect()[String(options.port)];
      if (port !== undefined) options.port = port;
    }
    return connect.apply(this, args);
  };
}

interface FileCounter {
  isChanged(): boolean;
  take(): Record<string, number>;
}

/** Counts what is written to files below a database folder, and strikes where it was asked to. */
function countFileEvents(orders: () => Orders, report: { isDone(id: string): boolean; done(id: string): void }): FileCounter {
  const counts = new Map<string, number>();
  const files = new Map<number, string>();
  let changed = false;
  let armed = { id: '', passed: 0, done: true };
  const strikeAt = (label: string, phase: 'before' | 'after'): void => {
    const { strike } = orders();
    if (strike === null) return;
    if (strike.id !== armed.id) armed = { id: strike.id, passed: 0, done: report.isDone(strike.id) }; // by the process before this one
    if (armed.done || strike.label !== label || strike.phase !== phase) return;
    armed.passed += 1;
    if (armed.passed <= strike.after) return;
    armed.done = true;
    report.done(strike.id);
    process.kill(process.pid, strike.signal);
  };
  const counted = <A extends unknown[], R>(call: (...args: A) => R, labelOf: (args: A) => string | null) => (...args: A): R => {
    const label = labelOf(args);
    if (label === null) return call(...args);
    counts.set(label, (counts.get(label) ?? 0) + 1);
    changed = true;
    strikeAt(label, 'before');
    const result = call(...args);
    strikeAt(label, 'after');
    return result;
  };
  const open = fs.openSync;
  const patched = fs as unknown as Record<string, unknown>;
  patched['openSync'] = (...args: Parameters<typeof fs.openSync>): number => {
    const handle = open(...args);
    files.set(handle, String(args[0]));
    return handle;
  };
  const byHandle = (verb: string) => (args: unknown[]) => labelFile(verb, files.get(args[0] as number));
  const byName = (verb: string) => (args: unknown[]) => labelFile(verb, String(args[0]));
  for (const name of ['writeSync', 'ftruncateSync', 'fsyncSync'] as const) patched[name] = counted(fs[name] as (...args: unknown[]) => unknown, byHandle(name.replace('Sync', '')));
  for (const name of ['renameSync', 'unlinkSync', 'truncateSync'] as const) patched[name] = counted(fs[name] as (...args: unknown[]) => unknown, byName(name.replace('Sync', '')));
  syncBuiltinESMExports();
  return { isChanged: () => changed, take: () => ((changed = false), Object.fromEntries(counts)) };
}

/** `write pg_wal`: verb and the folder of the database that the file lies in; null outside of one. */
function labelFile(verb: string, file: string | undefined): string | null {
  const inside = file?.split(`${path.sep}pglite${path.sep}`)[1];
  return inside === undefined ? null : `${verb} ${inside.split(path.sep)[0] ?? ''}`;
}
