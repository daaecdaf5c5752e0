import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSelfSigned } from '../../../sandbox/salesforce/self-signed.ts';
import { askToken, jwtBearer, signAssertion } from './support/sign-assertion.ts';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

describe('JWT bearer', () => {
  test('a signed assertion of a registered client gives a token that works', async () => {
    const { status, body } = await askToken(org.url, { grant_type: jwtBearer, assertion: await signAssertion(org) });
    expect(status).toBe(200);
    expect(body['access_token']).toMatch(/^(00D\w{12,15})![.\w]*$/);
    expect(body).toMatchObject({ instance_url: org.url, token_type: 'Bearer' });
    const limits = await org.wire.send('GET', '/services/data/v66.0/limits', { token: String(body['access_token']) });
    expect(limits.status).toBe(200);
  });

  test('an expiry in milliseconds is taken, as @salesforce/core signs it', async () => {
    const { status } = await askToken(org.url, { grant_type: jwtBearer, assertion: await signAssertion(org, { exp: Date.now() + 300 }) });
    expect(status).toBe(200);
  });

  test.each([
    ['its own address with a slash', (url: string) => `${url}/`],
    ['the login host', () => 'https://login.salesforce.com'],
    ['the test host', () => 'https://test.salesforce.com'],
  ])('the audience may be %s', async (_, aud) => {
    const { status } = await askToken(org.url, { grant_type: jwtBearer, assertion: await signAssertion(org, { aud: aud(org.url) }) });
    expect(status).toBe(200);
  });

  test.each([
    ['a foreign audience', { aud: 'https://elsewhere.example' }, 'invalid_grant', 'audience is invalid'],
    ['an unknown client', { iss: 'nobody' }, 'invalid_client_id', 'client identifier invalid'],
    ['a user that is not approved', { sub: 'somebody@else.example' }, 'invalid_grant', "user hasn't approved this consumer"],
    ['an expiry that is over', { exp: 1_700_000_000 }, 'invalid_grant', 'expired assertion'],
  ])('%s is refused as an OAuth object', async (_, changed, error, description) => {
    const { status, body } = await askToken(org.url, { grant_type: jwtBearer, assertion: await signAssertion(org, changed) });
    expect({ status, body }).toEqual({ status: 400, body: { error, error_description: description } });
  });

  test("another key's signature is refused", async () => {
    const assertion = await signAssertion(org, {}, makeSelfSigned('stranger').privateKeyPem);
    expect((await askToken(org.url, { grant_type: jwtBearer, assertion })).body['error']).toBe('invalid_grant');
    expect((await askToken(org.url, { grant_type: jwtBearer, assertion: 'nonsense' })).body['error']).toBe('invalid_grant');
  });

  test('a client registered over the admin path signs in at once', async () => {
    const pair = makeSelfSigned('late');
    await org.wire.admin('POST', 'clients', { clientId: 'late', certificatePem: pair.certificatePem, usernames: [org.username] });
    const assertion = await signAssertion(org, { iss: 'late' }, pair.privateKeyPem);
    expect((await askToken(org.url, { grant_type: jwtBearer, assertion })).status).toBe(200);
  });
});

describe('other grants', () => {
  test('client credentials go in the body or as Basic, and a wrong secret is refused', async () => {
    const basic = { authorization: `Basic ${Buffer.from('test-client:test-secret').toString('base64')}` };
    const grant = { grant_type: 'client_credentials' };
    expect((await askToken(org.url, { ...grant, client_id: 'test-client', client_secret: 'test-secret' })).status).toBe(200);
    expect((await askToken(org.url, grant, basic)).status).toBe(200);
    expect((await askToken(org.url, { ...grant, client_id: 'test-client', client_secret: 'wrong' })).body['error']).toBe('invalid_client');
  });

  test('a refresh token gives new access tokens until it is revoked', async () => {
    const { body } = await org.wire.admin('POST', 'tokens', { alias: 'rep', refresh: true });
    const form = { grant_type: 'refresh_token', refresh_token: String(body.refreshToken), client_id: 'sandbox' };
    expect((await askToken(org.url, form)).status).toBe(200);
    await fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: String(body.refreshToken) }) });
    expect((await askToken(org.url, form)).body['error']).toBe('invalid_grant');
  });

  test('an unknown grant is refused', async () => {
    expect((await askToken(org.url, { grant_type: 'password' })).body['error']).toBe('unsupported_grant_type');
  });
});

describe('sessions', () => {
  test('no token, a foreign token and a revoked token are 401 INVALID_SESSION_ID', async () => {
    const { body } = await org.wire.admin('POST', 'tokens', { alias: 'rep' });
    const token = String(body.accessToken);
    const ask = (one: string | null) => org.wire.send('GET', '/services/data/v66.0/limits', { token: one });
    expect((await ask(token)).status).toBe(200);
    await fetch(`${org.url}/services/oauth2/revoke?token=${encodeURIComponent(token)}`);
    for (const one of [null, '00D000000000000!nothing', token]) {
      expect(await ask(one)).toMatchObject({ status: 401, body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }] });
    }
  });

  test('userinfo and the identity address say who is signed in', async () => {
    const info = await org.wire.send('GET', '/services/oauth2/userinfo');
    expect(info.body).toMatchObject({ organization_id: org.server.org().id, user_type: 'STANDARD' });
    const identity = await org.wire.send('GET', new URL(String(info.body.sub)).pathname);
    expect(identity.body).toMatchObject({ user_id: info.body.user_id, username: info.body.preferred_username });
  });

  test('a session ends by itself', async () => {
    const short = await startTestOrg({ sessionMs: 1 });
    const { body } = await askToken(short.url, { grant_type: jwtBearer, assertion: await signAssertion(short) });
    await expect.poll(async () => (await short.wire.send('GET', '/services/data/v66.0/limits', { token: String(body['access_token']) })).status).toBe(401);
    await short.close();
  });
});
