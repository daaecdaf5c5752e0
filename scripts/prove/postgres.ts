import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgresBinaries } from '../setup/find-program.ts';
import { choosePorts } from '../setup/ports.ts';

export interface ProvePostgres {
  readonly port: number;
  readonly databaseUrl: string;
  /** Ends the server at once, as a crash would, and starts it on the same data and port; resolves when it answers again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type Account = { uid?: number; gid?: number };

/** A private PostgreSQL; null where its programs are not installed. A crash of the server loses nothing that it has answered for: only a power cut would, without fsync. */
export async function startPostgres(): Promise<ProvePostgres | null> {
  const binaries = findPostgresBinaries();
  const account = accountFor();
  if (binaries === null || account === null) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-prove-pg-'));
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');
  const made = spawnSync(path.join(binaries, 'initdb'), ['-D', data, '-U', 'crossledger', '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C'], { ...account, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const { backend: port } = await choosePorts(0);
  const start = (): Promise<ChildProcess> => startServer(path.join(binaries, 'postgres'), ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'lc_messages=C', '-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'max_connections=100'], folder, account);
  let child = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const killAtExit = (): void => void child.kill('SIGQUIT');
  process.once('exit', killAtExit);
  return {
    port,
    databaseUrl: `postgres://crossledger@127.0.0.1:${port}/postgres`,
    async restart() {
      await end('SIGQUIT');
      child = await start();
    },
    async stop() {
      process.off('exit', killAtExit);
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(program: string, args: readonly string[], cwd: string, account: Account): Promise<ChildProcess> {
  const child = spawn(program, args, { ...account, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code} before it was ready`)));
    createInterface(child.stderr).on('line', (line) => (line.includes('ready to accept connections') ? resolve() : undefined));
  });
  return child;
}

/** PostgreSQL refuses root; Debian's package brings an account for it. */
function accountFor(): Account | null {
  if (process.getuid?.() !== 0) return {};
  const row = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:'))?.split(':');
  return row === undefined ? null : { uid: Number(row[2]), gid: Number(row[3]) };
}
