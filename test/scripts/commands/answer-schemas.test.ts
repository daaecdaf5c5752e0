import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeAnswers, schemasFolder } from '../../../scripts/write-schemas.ts';
import { startBackend, type TestBackend } from '../../http/support/backend.ts';
import { handbookSchema } from '../../support/answer-schema.ts';
import { runCommand, type CommandId } from '../../support/run-command.ts';

it('the handbook has the schema of every command as it is, and none of one that is gone', () => {
  const described = describeAnswers();
  expect(readdirSync(schemasFolder).filter((file) => file.endsWith('.json')).sort()).toEqual([...described.keys()].sort());
  for (const [file, text] of described) expect(readFileSync(path.join(schemasFolder, file), 'utf8'), 'run `node scripts/write-schemas.ts`').toBe(text);
});

describe('what a command prints under --json', () => {
  let backend: TestBackend;
  let folder: string;
  beforeAll(async () => {
    backend = await startBackend();
    folder = mkdtempSync(path.join(tmpdir(), 'crossledger-answers-'));
    writeFileSync(path.join(folder, 'token'), backend.adminToken, { mode: 0o600 });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await backend.stop();
  });

  const print = async (id: CommandId, ...argv: string[]): Promise<{ status: number; result: Record<string, unknown>; warnings: unknown }> =>
    JSON.parse((await runCommand(id, [...argv, '--json', '--backend', backend.url, '--token-file', path.join(folder, 'token'), '--org-id', backend.a.id])).out) as never;

  const DEAL = '006000000000001AAA';
  const CALLS: readonly { id: CommandId; argv: readonly string[] }[] = [
    { id: 'connection:list', argv: [] },
    { id: 'connection:stop', argv: ['main', '--reason', 'update'] },
    { id: 'connection:resume', argv: ['main', '--reason', 'done'] },
    { id: 'mapping:list', argv: [] },
    { id: 'order:check', argv: [DEAL] },
    { id: 'connection:mode', argv: ['main', 'observe', '--reason', 'not yet'] },
    { id: 'audit:show', argv: [] },
    { id: 'queue:list', argv: [] },
  ];

  it.each(CALLS)('$id is what its schema says, to the last property', async ({ id, argv }) => {
    const printed = await print(id, ...argv);
    expect(handbookSchema(id).safeParse(printed).error?.issues ?? []).toEqual([]);
  });

  it('is refused by the schema when a property is missing, is of another type, or is one too many', async () => {
    const printed = await print('order:check', DEAL);
    const schema = handbookSchema('order:check');
    const { findings: _findings, ...rest } = printed.result;
    for (const result of [rest, { ...printed.result, light: 'blue' }, { ...printed.result, more: 1 }]) expect(schema.safeParse({ ...printed, result }).success).toBe(false);
    expect(schema.safeParse({ status: printed.status, result: printed.result }).success).toBe(false);
  });
});
