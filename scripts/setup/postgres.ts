import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { findPostgresBinaries } from './find-program.ts';

export interface PostgresServer {
  /** Address of the database `postgres`. */
  readonly url: string;
  /** Holds all its files while it runs. */
  readonly folder: string;
  /** Makes an empty database and returns its address. */
  createDatabase(name: string): Promise<string>;
  /** Ends the server and removes its files; a second call does nothing. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Every commit is on the disk before it is answered. A test's database need not outlive its machine, only kills of the backend, so false when absent. */
  durable?: boolean;
}

interface Account {
  uid: number;
  gid: number;
}

const user = 'crossledger';
const quick = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=64MB', 'autovacuum=off'];

/** Whether the server can be started on this machine; a suite that needs it names itself skipped when not. */
export const hasPostgres = (): boolean => findPostgresBinaries() !== null && accountForServer() !== null;

/** Starts a private PostgreSQL in a folder of its own, on a free port of 127.0.0.1. Throws where its programs are not installed. */
export async function startPostgres({ durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  const binaries = findPostgresBinaries();
  if (binaries === null) throw new Error('PostgreSQL is not installed: `apt-get install postgresql`, or put its server programs on the PATH');
  const account = accountForServer();
  if (account === null) throw new Error('PostgreSQL refuses root and this machine has no account `postgres`: run this as another user');
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-pg-'));
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');
  initialise(binaries, data, folder, account);
  const port = await findFreePort();
  const options = [...(durable ? [] : quick), 'lc_messages=C', `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const child = spawn(path.join(binaries, 'postgres'), ['-D', data, ...options.flatMap((one) => ['-c', one])], { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const killAtExit = (): void => void child.kill('SIGQUIT');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    process.off('exit', killAtExit);
    await endChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(child);
  } catch (cause) {
    await stop();
    throw cause;
  }
  const urlOf = (database: string): string => `postgres://${user}@127.0.0.1:${port}/${database}`;
  return { url: urlOf('postgres'), folder, stop, createDatabase: (name) => createDatabase(urlOf('postgres'), name).then(() => urlOf(name)) };
}

/** PostgreSQL refuses root; Debian's package brings an account for it. Undefined when the own one serves, null when none does. */
function accountForServer(): Account | undefined | null {
  if (process.getuid?.() !== 0) return undefined;
  const row = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:'))?.split(':');
  return row?.[2] === undefined || row[3] === undefined ? null : { uid: Number(row[2]), gid: Number(row[3]) };
}

function initialise(binaries: string, data: string, cwd: string, account: Account | undefined): void {
  const args = ['-D', data, '-U', user, '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'];
  const { status, stderr } = spawnSync(path.join(binaries, 'initdb'), args, { ...account, cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

function waitUntilReady(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code} before it was ready:\n${said.join('\n')}`)));
    if (child.stderr === null) return reject(new Error('PostgreSQL has no error stream'));
    createInterface(child.stderr).on('line', (line) => {
      if (said.length < 200) said.push(line);
      if (line.includes('database system is ready to accept connections')) resolve();
    });
  });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const deadline = setTimeout(() => child.kill('SIGQUIT'), 10_000);
  await ended;
  clearTimeout(deadline);
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
