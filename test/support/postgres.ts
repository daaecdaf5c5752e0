import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { findPostgresBinaries } from '../../scripts/setup/find-program.ts';

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

interface Account {
  uid: number;
  gid: number;
}

const user = 'crossledger';
// Without fsync a power cut may lose data; a test's database need not outlive its machine, only kills of the backend.
const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=200', 'shared_buffers=64MB', 'autovacuum=off', 'lc_messages=C'];

/** Whether the server's programs are on this machine; a suite that needs them names itself skipped when not. */
export const hasPostgres = (): boolean => findPostgresBinaries() !== null;

/** Starts a private PostgreSQL in a folder of its own, on a free port of 127.0.0.1. */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = findPostgresBinaries();
  if (binaries === null) throw new Error('PostgreSQL is not installed: `apt-get install postgresql`, or put its server programs on the PATH');
  const account = accountForRoot();
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-pg-'));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');
  initialise(binaries, data, folder, account);
  const port = await findFreePort();
  const options = [...settings, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
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

/** PostgreSQL refuses root; Debian's package brings an account for it. */
function accountForRoot(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const row = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:'))?.split(':');
  if (row?.[2] === undefined || row[3] === undefined) throw new Error('PostgreSQL refuses root and this machine has no account `postgres`: run the tests as another user');
  return { uid: Number(row[2]), gid: Number(row[3]) };
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
