import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changePush, insertPush } from '../../../server/store/pushes.ts';
import { beginStep, endStep } from '../../../server/store/steps.ts';
import { startBackend, type TestBackend } from '../../http/support/backend.ts';
import { runCommand, type CommandId } from '../../support/run-command.ts';

let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  backend = await startBackend();
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-connections-'));
  writeFileSync(path.join(folder, 'token'), backend.adminToken, { mode: 0o600 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await backend.stop();
});

const run = (id: CommandId, ...argv: string[]) => runCommand(id, [...argv, '--backend', backend.url, '--token-file', path.join(folder, 'token'), '--org-id', backend.a.id]);

it('one connection, or all of the org, is stopped and resumed; naming neither or both is a wrong call', async () => {
  expect((await run('connection:stop', 'main', '--reason', 'update')).result).toEqual({ connection: 'main', stopped: true });
  expect((await run('connection:resume', 'main', '--reason', 'update done')).result).toEqual({ connection: 'main', stopped: false });
  expect((await run('connection:stop', '--all', '--reason', 'wrong prices')).result).toEqual({ connection: null, stopped: true });
  expect((await run('connection:list')).out).toMatch(/All connections of this org are stopped/);
  expect((await run('connection:resume', '--all', '--reason', 'prices are right')).result).toEqual({ connection: null, stopped: false });
  expect((await run('connection:stop', '--reason', 'which one')).code).toBe(2);
  expect((await run('connection:stop', 'main', '--all', '--reason', 'which one')).code).toBe(2);
});

it('a connection with unfinished orders is not moved to another environment: the command says how many there are, and what to do', async () => {
  await insertPush(backend.store.db, { orgId: backend.a.id, key: 'ABCDEFGHIJKLMNOP', opportunityId: '006000000000001AAA', cycle: 0, origin: 'won' });
  await changePush(backend.store.db, backend.a.id, 'ABCDEFGHIJKLMNOP', { state: 'blocked', connection: 'main' });
  const step = await beginStep(backend.store.db, { orgId: backend.a.id, key: 'ABCDEFGHIJKLMNOP', step: 'create header' });
  const secret = path.join(folder, 'secret');
  writeFileSync(secret, 'another-secret', { mode: 0o600 });
  const move = () => run('connection:add', 'main', '--replace', '--base-url', 'https://contoso-next.operations.dynamics.com', '--secret-file', secret);
  const { error, code } = await move();
  expect(code).not.toBe(0);
  expect(error?.message).toContain('The connection "main" cannot be moved to another environment while orders that were begun there are unfinished or changed deals wait for a decision: 1.');
  expect(JSON.stringify(error)).toContain('Let them finish and decide about the exceptions');
  await endStep(backend.store.db, step, 'refused', null);
  expect((await move()).result).toMatchObject({ name: 'main', mode: 'observe' });
  await changePush(backend.store.db, backend.a.id, 'ABCDEFGHIJKLMNOP', { state: 'discarded' });
});

it('a connection is removed with a reason, and is gone from the list', async () => {
  expect((await run('connection:remove', 'main', '--reason', 'moved to another ERP')).result).toEqual({ removed: 'main' });
  expect((await run('connection:list')).result).toMatchObject({ rows: [] });
  expect((await run('connection:remove', 'main', '--reason', 'once more')).error?.name).toBe('record.unknown');
});
