import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyPaths } from './support/keys.ts';
import { startTestOrg, type TestOrg } from './support/start-test-org.ts';
import { keysOf } from './support/wire.ts';

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly request: { readonly data?: unknown; readonly params?: Record<string, string> };
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly response: unknown;
}

function recorded(name: string): Exchange {
  const file = new URL(`./data/${name}.json`, import.meta.url);
  const [exchange] = (JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
  if (!exchange) throw new Error(`${name} holds no exchange`);
  return exchange;
}

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
  for (let at = 0; at < 2100; at += 200) {
    const records = Array.from({ length: 200 }, (_, row) => ({ attributes: { type: 'Account' }, Name: `Page ${at + row}` }));
    await org.wire.data('POST', 'composite/sobjects', { records });
  }
  await org.wire.create('Opportunity', { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-12-31' });
});
afterAll(() => org.close());

async function replay({ method, path, request }: Exchange, changedPath = path): Promise<Awaited<ReturnType<TestOrg['wire']['send']>>> {
  const query = request.params ? `?${new URLSearchParams(request.params).toString()}` : '';
  return org.wire.send(method, changedPath + query, request.data === undefined ? {} : { body: request.data });
}

const sorted = (value: unknown): string[] => [...keyPaths(value)].sort();

describe('answers have the keys of recorded answers', () => {
  test.each(['create-record', 'create-sobject-collection', 'composite-graph-request', 'query-records', 'opportunities'])('%s', async (name) => {
    const exchange = recorded(name);
    const answer = await replay(exchange);
    expect(answer.status).toBe(exchange.status);
    expect(answer.headers.get('content-type')).toBe(exchange.headers['content-type']);
    expect(answer.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/\d+$/);
    expect(sorted(answer.body)).toEqual(sorted(exchange.response));
  });

  test('describe-sobject, key for key of the object, a field, a picklist value and a child', async () => {
    const exchange = recorded('describe-sobject');
    const { status, body } = await replay(exchange);
    const expected = exchange.response as { fields: Record<string, unknown>[]; urls: object };
    expect(status).toBe(200);
    expect(keysOf(body)).toEqual(keysOf(expected));
    expect(keysOf(body.urls)).toEqual(keysOf(expected.urls));
    expect(sorted(body.childRelationships)).toEqual(sorted((exchange.response as { childRelationships: unknown }).childRelationships));
    for (const field of expected.fields) {
      const ours = (body.fields as Record<string, unknown>[]).find((one) => one['name'] === field['name']);
      expect(sorted(ours)).toEqual(sorted(field));
      expect(ours).toMatchObject({ type: field['type'], soapType: field['soapType'], length: field['length'] });
    }
  });

  test('get-limits, by the names that both have', async () => {
    const exchange = recorded('get-limits');
    const { body } = await replay(exchange);
    expect(sorted(body)).toEqual(expect.arrayContaining(sorted(exchange.response)));
  });

  test('retrieve-query-more, under a locator of the same form', async () => {
    const exchange = recorded('retrieve-query-more');
    const first = await org.wire.send('GET', '/services/data/v60.0/query?q=SELECT+Id,Name+FROM+Account');
    const next = String(first.body.nextRecordsUrl);
    expect(next).toMatch(/^\/services\/data\/v60\.0\/query\/0r8\w{15}-2000$/);
    const answer = await replay(exchange, next);
    expect(sorted(answer.body)).toEqual(sorted(exchange.response));
  });

  test('get-record-by-external-id, read by the field Id', async () => {
    const exchange = recorded('get-record-by-external-id');
    const user = org.server.org().users[0];
    const answer = await replay(exchange, `/services/data/v60.0/sobjects/User/Id/${user?.id ?? ''}`);
    expect(answer.status).toBe(200);
    expect(sorted(answer.body)).toEqual(expect.arrayContaining(sorted(exchange.response)));
  });
});
