import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../server/kernel/clock.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { createPools } from '../../server/net/pools.ts';
import { createTokenSource, type TokenSource } from '../../server/net/tokens.ts';
import { fakeTime } from './fake-time.ts';
import { json, live, openFarEnd, work, type FarEnd, type Handler } from './far-end.ts';

const pools = createPools();
let tokenEnd: FarEnd;
let dataEnd: FarEnd | undefined;
afterEach(async () => {
  await tokenEnd.close();
  await dataEnd?.close();
  dataEnd = undefined;
});

async function openTokens(handle: Handler, clock = systemClock): Promise<TokenSource> {
  tokenEnd = await openFarEnd(handle);
  return createTokenSource({ tokenUrl: `${tokenEnd.url}/tenant/oauth2/v2.0/token`, clientId: 'id', clientSecret: 'hush', scope: 'https://erp/.default' }, pools, clock);
}
function issue(seconds = 3600): Handler {
  let at = 0;
  return (_, __, response) => json(response, 200, { access_token: `t${++at}`, expires_in: seconds, token_type: 'Bearer' });
}

describe('sign-in', () => {
  it('happens once for many callers and again shortly before the token expires', async () => {
    const time = fakeTime();
    const tokens = await openTokens(issue(3600), time);
    expect(await Promise.all([tokens.get('a'), tokens.get('b'), tokens.get('c')])).toEqual(['t1', 't1', 't1']);
    await time.advance(3_530_000);
    expect(await tokens.get('d')).toBe('t1');
    await time.advance(20_000);
    expect(await tokens.get('e')).toBe('t2');
    expect(tokenEnd.requests).toHaveLength(2);
  });

  it('sends client credentials as a form', async () => {
    let form = '';
    const tokens = await openTokens((_, body, response) => {
      form = body;
      json(response, 200, { access_token: 't', expires_in: 60 });
    });
    await tokens.get('a');
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({ grant_type: 'client_credentials', client_id: 'id', client_secret: 'hush', scope: 'https://erp/.default' });
  });

  it('that is refused names the reason, and never the secret', async () => {
    const tokens = await openTokens((_, __, response) => json(response, 401, { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret hush' }));
    const error = await tokens.get('a').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CrossledgerError);
    expect((error as CrossledgerError).message).toBe("The ERP refuses Crossledger's sign-in (invalid_client, AADSTS7000215).");
  });

  it('is repeated once when a token is refused, for writes too', async () => {
    const tokens = await openTokens(issue());
    dataEnd = await openFarEnd((request, _, response) => json(response, request.headers.authorization === 'Bearer t2' ? 201 : 401, {}), { tokens });
    expect((await dataEnd.send({ method: 'POST', url: `${dataEnd.url}/a`, body: '{}', step: 'create thing' }, work())).status).toBe(201);
    expect(dataEnd.requests).toHaveLength(2);
  });

  it('that does not help is erp.sign-in', async () => {
    const tokens = await openTokens(issue());
    dataEnd = await openFarEnd((_, __, response) => json(response, 401, {}), { tokens });
    await expect(dataEnd.send({ method: 'GET', url: `${dataEnd.url}/a`, step: 'read thing' }, live())).rejects.toMatchObject({ code: 'erp.sign-in' });
    expect(dataEnd.requests).toHaveLength(2);
  });

  it('that never answers costs a write nothing but time: it is not done', async () => {
    const tokens = await openTokens(() => undefined);
    dataEnd = await openFarEnd((_, __, response) => json(response, 201, {}), { tokens });
    await expect(dataEnd.send({ method: 'POST', url: `${dataEnd.url}/a`, body: '{}', step: 'create thing' }, work(120))).rejects.toMatchObject({ code: 'erp.slow', outcome: 'not-done' });
    expect(dataEnd.requests).toHaveLength(0);
  });
});
