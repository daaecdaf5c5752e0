import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findPostgresBinaries } from '../setup/find-program.ts';
import { choosePorts } from '../setup/ports.ts';

export interface BenchPostgres {
  databaseUrl: string;
  stop(): Promise<void>;
}

/** A private PostgreSQL with its defaults, so that every commit is on the disk before it is answered; null where its programs are not installed. */
export async function startPostgres(): Promise<BenchPostgres | null> {
  const binaries = findPostgresBinaries();
  const account = accountFor();
  if (binaries === null || account === null) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'crossledger-bench-pg-'));
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
  const data = path.join(folder, 'data');
  const made = spawnSync(path.join(binaries, 'initdb'), ['-D', data, '-U', 'crossledger', '--auth=trust', '--encoding=UTF8', '--locale=C'], { ...account, cwd: folder, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const { backend: port } = await choosePorts(0);
  const child = spawn(path.join(binaries, 'postgres'), ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, '-c', 'lc_messages=C'], { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const killAtExit = (): void => void child.kill('SIGQUIT');
  process.once('exit', killAtExit);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code} before it was ready`)));
    createInterface(child.stderr).on('line', (line) => (line.includes('ready to accept connections') ? resolve() : undefined));
  });
  return {
    databaseUrl: `postgres://crossledger@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', killAtExit);
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses root; Debian's package brings an account for it. */
function accountFor(): { uid?: number; gid?: number } | null {
  if (process.getuid?.() !== 0) return {};
  const row = readFileSync('/etc/passwd', 'utf8').split('\n').find((line) => line.startsWith('postgres:'))?.split(':');
  return row === undefined ? null : { uid: Number(row[2]), gid: Number(row[3]) };
}
