import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toId18 } from '../../../server/kernel/ids.ts';
import { startBackend, type TestBackend } from '../../http/support/backend.ts';
import { AUDIENCE, claimsFor, makeKeys, signToken } from '../../http/support/sign.ts';
import { runCommand, type CommandId } from '../../support/run-command.ts';

const ORG = { id: toId18('00D5g00000NewOr'), userId: toId18('0055g00000AaBbC'), sandbox: true };
let backend: TestBackend;
let folder: string;
beforeAll(async () => {
  backend = await startBackend();
  folder = mkdtempSync(path.join(tmpdir(), 'crossledger-org-'));
  writeFileSync(path.join(folder, 'token'), backend.adminToken, { mode: 0o600 });
  writeFileSync(path.join(folder, 'key.pem'), generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await backend.stop();
});

const run = (id: CommandId, ...argv: string[]) => runCommand(id, [...argv, '--backend', backend.url, '--token-file', path.join(folder, 'token')]);
const signInFlags = ['--client-id', '3MVG9.key', '--username', 'integration@contoso.example'];

it('an org that is invited pairs itself, and the backend is then told how to sign in to it', async () => {
  const unknown = await run('org:sign-in', '--org-id', ORG.id, ...signInFlags);
  expect(unknown).toMatchObject({ code: 2, error: { message: `Org ${ORG.id} is not registered with this backend.` } });
  const invited = await run('org:invite', ORG.id, '--sandbox');
  const { code, audience } = invited.result as { code: string; audience: string };
  expect(audience).toBe(AUDIENCE);
  expect(invited.out).toContain(code);

  const keys = makeKeys();
  const body = JSON.stringify({ code, kid: 'Crossledger', certificate: keys.publicPem, name: 'Contoso sandbox', instanceUrl: 'https://contoso--dev.sandbox.my.salesforce.com', currency: 'EUR' });
  const target = { method: 'POST', path: '/v1/pairing', body };
  expect((await backend.send(target, { authorization: `Bearer ${signToken(claimsFor(ORG, target), keys.privateKey)}` })).status).toBe(201);

  expect(await run('org:sign-in', '--org-id', ORG.id, ...signInFlags)).toMatchObject({ code: 2, error: { message: 'The backend has no private key for this org yet.' } });
  const done = await run('org:sign-in', '--org-id', ORG.id, ...signInFlags, '--key-file', path.join(folder, 'key.pem'));
  expect(done).toMatchObject({ code: 0, result: { id: ORG.id, name: 'Contoso sandbox', sandbox: true, clientId: '3MVG9.key', hasPrivateKey: true } });
  expect(JSON.stringify(done.result)).not.toContain('PRIVATE KEY');
  expect((await run('org:sign-in', '--org-id', ORG.id, '--client-id', '3MVG9.key', '--username', 'erp@contoso.example')).result).toMatchObject({ username: 'erp@contoso.example', hasPrivateKey: true });
});
