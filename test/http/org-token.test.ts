import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBackend, type Answer, type TestBackend } from './support/backend.ts';
import { AUDIENCE, claimsFor, hmacToken, makeKeys, sha256, signToken, unsignedToken, type Target } from './support/sign.ts';

const READ: Target = { method: 'GET', path: '/v1/whoami' };
const WRITE: Target = { method: 'POST', path: '/v1/outbox/wake' };
const BY = { actor: 'test', requestId: 'test-0000' };
const FINANCE: Target = { method: 'GET', path: '/v1/accounts/0015g00000AaBbCAAV/panels?customer=C1&parts=finance' };
const ASK: Target = { method: 'POST', path: '/v1/opportunities/0065g00000AaBbCAAV/panels', body: '{"parts":["stock"]}' };

let backend: TestBackend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(async () => { await backend.stop(); });

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = (from: number): number => Math.floor(Date.now() / 1000) + from;
const withClaims = (change: Record<string, unknown>, target: Target = READ): Promise<Answer> =>
  backend.send(target, bearer(signToken({ ...claimsFor(backend.a, target), ...change }, backend.a.keys.privateKey)));
const without = (claim: string, target: Target = READ): Promise<Answer> => {
  const claims: Record<string, unknown> = claimsFor(backend.a, target);
  delete claims[claim];
  return backend.send(target, bearer(signToken(claims, backend.a.keys.privateKey)));
};

/** Refused, and the log names this reason for this request. */
function expectRefused(answer: Answer, reason: RegExp): void {
  expect(answer.status).toBe(401);
  expect(answer.json.code).toBe('auth.refused');
  const line = backend.logLines.find((one) => one.includes(String(answer.json.requestId)));
  expect(line).toMatch(reason);
}

describe('a well signed request', () => {
  it('tells the org, the user and the permissions of the token', async () => {
    const answer = await backend.asOrg(backend.a, READ);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ orgId: backend.a.id, orgName: 'Contoso', userId: backend.a.userId, sandbox: false, permissions: ['Crossledger_View_Finance', 'Crossledger_Send_Orders', 'Crossledger_Approve_Orders', 'Crossledger_Work_Exceptions', 'Crossledger_Administer'] });
    expect(Math.abs(answer.json.skewSeconds as number)).toBeLessThan(10);
  });
  it('may use RS512', async () => {
    expect((await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { alg: 'RS512' })))).status).toBe(200);
  });
  it('may serve several reads of the same address', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey));
    expect([(await backend.send(READ, headers)).status, (await backend.send(READ, headers)).status]).toEqual([200, 200]);
  });
  it('may name its key', async () => {
    expect((await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { kid: 'first' })))).status).toBe(200);
  });
  it('may carry 15-character ids in the headers and in the token', async () => {
    const headers = { 'x-crossledger-org': backend.a.id.slice(0, 15), 'x-crossledger-user': backend.a.userId.slice(0, 15) };
    expect((await backend.asOrg(backend.a, READ, headers)).status).toBe(200);
    expect((await withClaims({ iss: backend.a.id.slice(0, 15), sub: backend.a.userId.slice(0, 15) })).status).toBe(200);
  });
  it('may come from a clock up to a minute off', async () => {
    expect((await withClaims({ iat: seconds(50), nbf: seconds(50), exp: seconds(170) })).status).toBe(200);
    expect((await withClaims({ iat: seconds(-170), nbf: seconds(-170), exp: seconds(-50) })).status).toBe(200);
  });
});

describe('a token is refused', () => {
  it('when it is missing or no token', async () => {
    expectRefused(await backend.send(READ), /no bearer token/);
    expectRefused(await backend.send(READ, { authorization: 'Basic abc' }), /no bearer token/);
    expectRefused(await backend.send(READ, bearer('abc.def.ghi')), /not readable/);
  });
  it('when another key signed it', async () => {
    expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), makeKeys().privateKey))), /wrong signature/);
  });
  it('when its payload was changed after signing', async () => {
    const [header, , signature] = signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey).split('.');
    const payload = Buffer.from(JSON.stringify({ ...claimsFor(backend.a, READ), usr: 'other@contoso.example' })).toString('base64url');
    expectRefused(await backend.send(READ, bearer(`${header}.${payload}.${signature}`)), /wrong signature/);
  });
  it('when its algorithm is none', async () => {
    expectRefused(await backend.send(READ, bearer(unsignedToken(claimsFor(backend.a, READ)))), /algorithm not allowed/);
  });
  it('when it is HS256 with the public key as the secret', async () => {
    expectRefused(await backend.send(READ, bearer(hmacToken(claimsFor(backend.a, READ), backend.a.keys.publicPem))), /algorithm not allowed/);
  });
  it('when its algorithm is not on the list', async () => {
    expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { alg: 'PS256' }))), /algorithm not allowed/);
  });
  it('when its algorithm is a name that every object has', async () => {
    for (const alg of ['constructor', '__proto__', 'rs256', '']) expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { alg }))), /algorithm not allowed|not readable/);
  });
  it('when its signature is empty or cut', async () => {
    const [header, payload, signature] = signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey).split('.');
    for (const wrong of ['', signature?.slice(0, 100), `${signature}AAAA`]) expectRefused(await backend.send(READ, bearer(`${header}.${payload}.${wrong}`)), /wrong signature|not readable/);
  });
  it('when its header names an extension that we do not know', async () => {
    expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { crit: ['x'], x: 1 }))), /extension/);
  });
  it('when it has expired', async () => {
    expectRefused(await withClaims({ iat: seconds(-300), nbf: seconds(-300), exp: seconds(-70) }), /expired/);
  });
  it('when it has no end', async () => { expectRefused(await without('exp'), /claims not readable: exp/); });
  it('when it does not say when it was made', async () => { expectRefused(await without('iat'), /claims not readable: iat/); });
  it('when it is not valid yet', async () => { expectRefused(await withClaims({ nbf: seconds(90) }), /nbf/); });
  it('when it was made in the future', async () => { expectRefused(await withClaims({ iat: seconds(90), exp: seconds(200) }), /iat/); });
  it('when it lives too long', async () => { expectRefused(await withClaims({ exp: seconds(700) }), /lifetime too long/); });
  it('when its end is in milliseconds', async () => { expectRefused(await withClaims({ exp: Date.now() + 120_000 }), /lifetime too long/); });
  it('when it is for another audience', async () => {
    expectRefused(await withClaims({ aud: 'https://other.example' }), /other audience/);
    expectRefused(await withClaims({ aud: `${AUDIENCE}/` }), /other audience/);
    expectRefused(await withClaims({ aud: [AUDIENCE, 'https://other.example'] }), /aud/);
  });
  it('when the org is unknown', async () => {
    expectRefused(await withClaims({ iss: '00D000000000000AAA' }), /unknown org/);
    expectRefused(await withClaims({ iss: 'contoso' }), /issuer/);
  });
  it('when its org differs from a registered one only in letter case', async () => {
    expectRefused(await withClaims({ iss: backend.a.id.slice(0, 15).toUpperCase() }), /unknown org/);
  });
  it('when it names one org and another org\'s key signed it', async () => {
    expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.b, READ), backend.a.keys.privateKey))), /wrong signature/);
  });
  it('when it names a key of another org', async () => {
    expectRefused(await backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), backend.a.keys.privateKey, { kid: 'of-b' }))), /unknown or removed key/);
  });
  it('when its sandbox flag differs from the registration', async () => {
    expectRefused(await withClaims({ sbx: true }), /sandbox flag/);
    expectRefused(await without('sbx'), /sbx/);
  });
  it('when a header names another org or another user', async () => {
    expectRefused(await backend.asOrg(backend.a, READ, { 'x-crossledger-org': backend.b.id }), /x-crossledger-org/);
    expectRefused(await backend.asOrg(backend.a, READ, { 'x-crossledger-user': backend.b.userId.slice(0, 15) }), /x-crossledger-user/);
    expectRefused(await backend.asOrg(backend.a, READ, { 'x-crossledger-org': '' }), /x-crossledger-org/);
  });
  it('when it was made for another path, query or method', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, FINANCE), backend.a.keys.privateKey));
    expectRefused(await backend.send(READ, headers), /rh/);
    expectRefused(await backend.send({ ...FINANCE, path: FINANCE.path.replace('C1', 'C2') }, headers), /rh/);
    expectRefused(await backend.send({ method: 'POST', path: WRITE.path }, bearer(signToken(claimsFor(backend.a, { method: 'GET', path: WRITE.path }), backend.a.keys.privateKey))), /rh/);
    expectRefused(await without('rh'), /rh/);
  });
  it('when the body was changed, added or is not covered', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, ASK), backend.a.keys.privateKey));
    expectRefused(await backend.send({ ...ASK, body: '{"parts":["order"]}' }, headers), /bh/);
    expectRefused(await backend.send({ ...ASK, body: '{ "parts":["stock"]}' }, headers), /bh/);
    expectRefused(await without('bh', ASK), /bh/);
    expectRefused(await withClaims({ bh: sha256('{}') }, WRITE), /bh/);
  });
  it('when a write uses it a second time, from whichever instance', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, WRITE), backend.a.keys.privateKey));
    expect((await backend.send(WRITE, headers)).status).toBe(202);
    expectRefused(await backend.send(WRITE, headers), /jti/);
  });
  it('but one: when many writes use it at once', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, WRITE), backend.a.keys.privateKey));
    const answers = await Promise.all(Array.from({ length: 8 }, () => backend.send(WRITE, headers)));
    expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1);
  });
  it('when a write has no token id', async () => { expectRefused(await without('jti', WRITE), /jti is missing/); });
});

describe('a token id', () => {
  it('is an org\'s own: the same one of another org is another token', async () => {
    const jti = 'same-token-id';
    expect((await withClaims({ jti }, WRITE)).status).toBe(202);
    expect((await backend.send(WRITE, bearer(signToken({ ...claimsFor(backend.b, WRITE), jti }, backend.b.keys.privateKey)))).status).toBe(202);
  });
  it('is forgotten only after its token has expired', async () => {
    expect((await withClaims({ jti: 'to-be-forgotten' }, WRITE)).status).toBe(202);
    const count = async () => (await backend.store.db.selectFrom('token_uses').select('jti').where('jti', '=', 'to-be-forgotten').execute()).length;
    expect(await count()).toBe(1);
    backend.shift.ms = 3_600_000;
    expect((await withClaims({ iat: seconds(3600), nbf: seconds(3600), exp: seconds(3700) }, WRITE)).status).toBe(202);
    backend.shift.ms = 0;
    expect(await count()).toBe(0);
  });
});

describe('permission', () => {
  it('is needed where the endpoint says so', async () => {
    const headers = bearer(signToken(claimsFor(backend.a, FINANCE, ['Crossledger_Send_Orders']), backend.a.keys.privateKey));
    const answer = await backend.send(FINANCE, headers);
    expect(answer.status).toBe(403);
    expect(answer.json.title).toContain('Crossledger_View_Finance');
    expect((await backend.asOrg(backend.a, FINANCE)).status).toBe(200);
  });
  it('is denied when the token lists none', async () => {
    const send: Target = { method: 'POST', path: '/v1/opportunities/0065g00000AaBbCAAV/orders' };
    expect((await without('prm', send)).status).toBe(403);
    expect((await backend.asOrg(backend.a, send)).status).toBe(202);
  });
});

describe('every refusal', () => {
  it('looks the same to the caller', async () => {
    const refused = [await withClaims({ iss: '00D000000000000AAA' }), await withClaims({ aud: 'x' }), await withClaims({ sbx: true }), await backend.send(READ), await backend.asOperator('no-such-token', { method: 'GET', path: '/v1/orgs' })];
    const bodies = refused.map((answer) => ({ ...(answer.json as Record<string, unknown>), requestId: '' }));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    for (const answer of refused) expect(Object.keys(answer.headers).sort()).toEqual(Object.keys(refused[0]?.headers ?? {}).sort());
  });
});

describe('the keys of an org', () => {
  it('overlap in rotation: two are good, a third is refused, a removed one is dead at once', async () => {
    const next = makeKeys();
    await backend.registry.addOrgKey(backend.a.id, 'second', next.publicPem, BY);
    const signedBy = (keys: typeof next, header = {}) => backend.send(READ, bearer(signToken(claimsFor(backend.a, READ), keys.privateKey, header)));
    expect([(await signedBy(backend.a.keys)).status, (await signedBy(next)).status]).toEqual([200, 200]);
    expectRefused(await signedBy(next, { kid: 'first' }), /wrong signature/);
    await expect(backend.registry.addOrgKey(backend.a.id, 'third', makeKeys().publicPem, BY)).rejects.toThrow(/2 active keys/);
    await backend.registry.removeOrgKey(backend.a.id, 'second', BY);
    expectRefused(await signedBy(next), /wrong signature/);
    expectRefused(await signedBy(next, { kid: 'second' }), /unknown or removed key/);
    expect((await signedBy(backend.a.keys)).status).toBe(200);
  });
  it('are worth nothing while the org is disabled', async () => {
    const { id: _id, hasPrivateKey: _has, stopAll: _stop, keys: _keys, ...settings } = await backend.registry.org(backend.b.id) ?? expect.fail('no org');
    await backend.registry.putOrg(backend.b.id, { ...settings, enabled: false }, BY);
    expectRefused(await backend.asOrg(backend.b, READ), /org disabled/);
    await backend.registry.putOrg(backend.b.id, { ...settings, enabled: true }, BY);
    expect((await backend.asOrg(backend.b, READ)).status).toBe(200);
  });
});
