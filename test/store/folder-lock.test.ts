import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../server/store/database.ts';
import { lockFolder } from '../../server/store/folder-lock.ts';

const HOLDER = fileURLToPath(new URL('support/hold.ts', import.meta.url));
let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-lock-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a process that wants the lock; resolves with it and the first thing it says. */
async function startHolder(): Promise<{ child: ChildProcess; says: string }> {
  const child = spawn(process.execPath, [HOLDER, folder], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const [says] = await once(createInterface(child.stdout), 'line') as [string];
  return { child, says };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

describe('the lock of a data folder', () => {
  it('refuses a second process and names the one that holds it', async () => {
    const first = await startHolder();
    expect(first.says).toBe('locked');
    const second = await startHolder();
    expect(second.says).toContain(`in use by process ${first.child.pid}`);
    await expect(openStore({ databaseUrl: null, dataFolder: folder })).rejects.toThrow(`in use by process ${first.child.pid}`);
  });
  it.each(['SIGTERM', 'SIGKILL'] as const)('is free again after its holder got %s, though its socket is still there', async (signal) => {
    const first = await startHolder();
    await end(first.child, signal);
    const second = await startHolder();
    expect(second.says).toBe('locked');
  });
  it('is taken by one only when many want it at once, also over a dead holder', async () => {
    await end((await startHolder()).child, 'SIGKILL');
    const all = await Promise.all(Array.from({ length: 4 }, () => startHolder()));
    expect(all.filter((one) => one.says === 'locked')).toHaveLength(1);
  });
  it('is taken by one only when several look at a dead holder at the same instant', async () => {
    await end((await startHolder()).child, 'SIGKILL');
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => lockFolder(folder)));
    const locks = results.filter((result) => result.status === 'fulfilled');
    for (const lock of locks) await lock.value.release();
    expect(locks).toHaveLength(1);
  });
  it('is free after release, within one process too', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${process.pid}`);
    await lock.release();
    await (await lockFolder(folder)).release();
  });
  it('is the same lock by whatever name the folder is reached', async () => {
    const lock = await lockFolder(folder);
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    try {
      await expect(lockFolder(`${folder}/../${path.basename(folder)}`)).rejects.toThrow(/in use/);
      await expect(lockFolder(link)).rejects.toThrow(/in use/);
    } finally {
      rmSync(link);
      await lock.release();
    }
  });
});

describe('the embedded store', () => {
  it('finds its rows again after being closed', async () => {
    const first = await openStore({ databaseUrl: null, dataFolder: folder });
    await first.db.insertInto('cursors').values({ org_id: 'o', name: 'n', value: 'kept' }).execute();
    await first.close();
    const second = await openStore({ databaseUrl: null, dataFolder: folder });
    expect(await second.db.selectFrom('cursors').select('value').executeTakeFirst()).toEqual({ value: 'kept' });
    await second.close();
  }, 120_000);
});
