import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toId18 } from '../../server/kernel/ids.ts';
import { startBackend, type Answer, type TestBackend } from './support/backend.ts';
import { claimsFor, makeKeys, signToken, type Keys } from './support/sign.ts';
import { snapshot } from './support/snapshot.ts';

const NEW = { id: toId18('00D5g00000NewOrg'.slice(0, 15)), userId: toId18('0055g00000AaBbC'), sandbox: false };
const ADMIN = ['Crossledger_Administer'];
const keys = makeKeys();
let backend: TestBackend;
let before: string;
beforeAll(async () => { backend = await startBackend(); });
afterAll(async () => { await backend.stop(); });
beforeEach(async () => {
  backend.shift.ms += 10_000; // past what the rate limit remembers
  before = await snapshot(backend.store.db);
});

async function makeCode(orgId = NEW.id, sandbox = false): Promise<string> {
  const answer = await backend.asOperator(backend.adminToken, { method: 'POST', path: `/v1/orgs/${orgId}/pairing-codes`, body: JSON.stringify({ sandbox }) });
  expect(answer.status).toBe(201);
  return (answer.json as { code: string }).code;
}

const offer = (code: string, over: Record<string, unknown> = {}) => ({ code, kid: 'Crossledger', certificate: keys.publicPem, name: 'Contoso', instanceUrl: 'https://contoso.my.salesforce.com', currency: 'EUR', ...over });

interface Pairing {
  body: Record<string, unknown>;
  org?: typeof NEW;
  signedWith?: Keys;
  permissions?: string[];
  claims?: Record<string, unknown>;
}

function pair({ body, org = NEW, signedWith = keys, permissions = ADMIN, claims = {} }: Pairing): Promise<Answer> {
  backend.shift.ms += 2000; // slower than the rate limit
  const target = { method: 'POST', path: '/v1/pairing', body: JSON.stringify(body) };
  const now = Math.floor((Date.now() + backend.shift.ms) / 1000);
  const said = { ...claimsFor(org, target, permissions), iat: now, nbf: now, exp: now + 120, ...claims };
  return backend.send(target, { authorization: `Bearer ${signToken(said, signedWith.privateKey)}` });
}

const asPaired = (path: string): Promise<Answer> => {
  const target = { method: 'GET', path };
  const now = Math.floor((Date.now() + backend.shift.ms) / 1000);
  return backend.send(target, { authorization: `Bearer ${signToken({ ...claimsFor(NEW, target, ADMIN), iat: now, nbf: now, exp: now + 120 }, keys.privateKey)}` });
};

async function expectRefused(answer: Answer, status: number, code: string, words?: RegExp): Promise<void> {
  expect({ status: answer.status, code: (answer.json as { code?: string }).code }).toEqual({ status, code });
  if (words) expect((answer.json as { title: string }).title).toMatch(words);
  expect(await snapshot(backend.store.db)).toBe(before);
}

describe('pairing an org from its Setup page', () => {
  it('is refused without a code that an operator made, whatever it is signed with', async () => {
    await expectRefused(await pair({ body: offer('a-code-that-nobody-made') }), 403, 'pairing.code', /not known/);
    await expectRefused(await asPaired('/v1/whoami'), 401, 'auth.refused');
  });

  it('proves that the caller has the key of the certificate it offers', async () => {
    const code = await makeCode();
    await expectRefused(await pair({ body: offer(code), signedWith: makeKeys() }), 401, 'auth.refused');
    await expectRefused(await pair({ body: offer(code), claims: { bh: 'of-another-body' } }), 401, 'auth.refused');
    await expectRefused(await pair({ body: offer(code), claims: { aud: 'another-backend' } }), 401, 'auth.refused');
    await expectRefused(await pair({ body: offer(code, { certificate: makeKeys().publicPem }) }), 401, 'auth.refused');
    await expectRefused(await pair({ body: offer(code), permissions: ['Crossledger_Send_Orders'] }), 403, 'auth.forbidden', /Crossledger_Administer/);
  });

  it('is for the org and the kind of org that the code was made for, and the code stays good for it', async () => {
    const code = await makeCode();
    await expectRefused(await pair({ body: offer(code), org: { ...NEW, sandbox: true } }), 409, 'pairing.org', /made for production org .* this is sandbox org/);
    await expectRefused(await pair({ body: offer(code), org: { ...NEW, id: toId18('00D5g00000Other') } }), 409, 'pairing.org');
    expect((await pair({ body: offer(code) })).status).toBe(201);
  });

  it('registers the org with its certificate once; the code is worth nothing afterwards', async () => {
    const code = await makeCode();
    const answer = await pair({ body: offer(code) });
    expect(answer.json).toMatchObject({ orgId: NEW.id, orgName: 'Contoso', sandbox: false, isNew: false, canSignIn: false });
    expect((await asPaired('/v1/whoami')).json).toMatchObject({ orgId: NEW.id, permissions: ADMIN });
    expect((await backend.registry.org(NEW.id))?.keys.filter((key) => key.active)).toHaveLength(1);
    before = await snapshot(backend.store.db);
    await expectRefused(await pair({ body: offer(code) }), 403, 'pairing.code', /used already/);
  });

  it('lets one of two in who come with the same code at once', async () => {
    const code = await makeCode();
    const answers = await Promise.all([pair({ body: offer(code) }), pair({ body: offer(code) })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 403]);
  });

  it('adds a new certificate beside the old one, so that one can be replaced without a pause', async () => {
    const next = makeKeys();
    const answer = await pair({ body: offer(await makeCode(), { kid: 'Crossledger_2', certificate: next.publicPem }), signedWith: next });
    expect(answer.status).toBe(201);
    expect((await backend.registry.org(NEW.id))?.keys.filter((key) => key.active).map((key) => key.kid)).toEqual(['Crossledger', 'Crossledger_2']);
    expect((await asPaired('/v1/whoami')).status).toBe(200);
  });

  it('refuses a code older than an hour', async () => {
    const code = await makeCode();
    backend.shift.ms += 3_600_001;
    await expectRefused(await pair({ body: offer(code) }), 403, 'pairing.code', /older than an hour/);
  });

  it('names what is wrong with the certificate', async () => {
    const code = await makeCode();
    await expectRefused(await pair({ body: offer(code, { certificate: undefined }) }), 400, 'request.invalid', /certificate is missing/);
    await expectRefused(await pair({ body: offer(code, { certificate: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }) }) }), 400, 'request.invalid', /private key, which must never leave the org/);
    await expectRefused(await pair({ body: offer(code, { certificate: 'x'.repeat(200) }) }), 400, 'request.invalid', /PEM/);
    await expectRefused(await pair({ body: offer(code, { instanceUrl: 'https://evil.example.com' }) }), 422, 'erp.address');
  });

  it('keeps the code to itself: neither log nor tables have it', async () => {
    const code = await makeCode();
    await pair({ body: offer(code) });
    expect(backend.logLines.join('\n')).not.toContain(code);
    const rows = await Promise.all((['pairing_codes', 'audit'] as const).map((table) => backend.store.db.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(rows)).not.toContain(code);
  });
});
