import { createHash } from 'node:crypto';
import { realpathSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * An exclusive lock on a data folder that dies with its process: a listening local socket. PGlite takes none, and a second
 * process would silently destroy acknowledged rows. A socket that nobody answers on is stale and taken; one that answers is respected.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = addressOf(folder);
  for (let round = 0; round < 3; round += 1) {
    const server = await tryListen(address);
    if (server) return { release: () => new Promise((resolve) => { server.close(() => resolve()); }) };
    const holder = await askHolder(address);
    if (holder !== null) throw new Error(`The data folder ${folder} is in use by process ${holder}. Stop it first, or choose another folder.`);
    if (!address.startsWith('\0') && process.platform !== 'win32') removeStale(address);
  }
  throw new Error(`The data folder ${folder} could not be locked.`);
}

/**
 * Unix socket paths are short (108 bytes), so the name is a hash of the folder, links resolved. On Linux the socket has no file
 * (abstract, leading NUL): nothing stale can remain, so two takers over a dead holder cannot unlink each other's.
 */
function addressOf(folder: string): string {
  const name = `crossledger-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(os.tmpdir(), `${name}.sock`);
}

function tryListen(address: string): Promise<net.Server | null> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The holder's process id; null when nobody answers. */
function askHolder(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    let text = '';
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => { text += chunk.toString(); });
    socket.on('error', () => resolve(null));
    socket.on('close', () => resolve(text === '' ? null : text));
  });
}

function removeStale(address: string): void {
  try {
    unlinkSync(address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
