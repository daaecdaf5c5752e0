import { afterEach, expect, it } from 'vitest';
import { json, live, openFarEnd, work, type FarEnd } from './far-end.ts';

let end: FarEnd;
afterEach(() => end.close());

it('sends the id of the thread with every call, and none that could break a header', async () => {
  const seen: unknown[] = [];
  end = await openFarEnd((request, _body, response) => { seen.push(request.headers['x-correlation-id']); json(response, 200, {}); });
  const get = { method: 'GET' as const, url: `${end.url}/a`, step: 'read thing' };
  await end.send(get, { ...live(), requestId: 'a0X000000000001AAA' });
  await end.send({ ...get, method: 'POST', body: '{}', headers: { accept: 'application/json' } }, { ...work(), requestId: '6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f' });
  await end.send(get, { ...work(), requestId: 'two\r\nlines' });
  expect(seen).toEqual(['a0X000000000001AAA', '6f1c2c1e-8d1b-4f57-9a55-1f2b3c4d5e6f', undefined]);
});
