import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFno, type RunningFno } from '../../../sandbox/erps/fno/start-fno.ts';
import { connect, type Answer, type Client } from './client.ts';

let fno: RunningFno;
let client: Client;

beforeAll(async () => {
  fno = await startFno({ port: 0 });
  client = await connect(fno, '/data');
});
afterAll(() => fno.close());

function changeset(operations: readonly [path: string, body: unknown][]): string {
  const parts = operations.map(([path, body], at) => `--changeset_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${at + 1}\r\n\r\nPOST ${path}?cross-company=true HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`);
  return `--batch_1\r\nContent-Type: multipart/mixed; boundary=changeset_1\r\n\r\n${parts.join('')}--changeset_1--\r\n`;
}

function sendBatch(body: string): Promise<Answer> {
  return client.send('POST', '/$batch', `${body}--batch_1--\r\n`, { 'content-type': 'multipart/mixed; boundary=batch_1' });
}

const group = (id: string): [string, unknown] => ['CustomerGroups', { dataAreaId: 'usmf', CustomerGroupId: id, Description: id }];

it('commits a changeset as one and answers a part for each operation', async () => {
  const answer = await sendBatch(changeset([group('B1'), group('B2')]));
  expect(answer.status).toBe(200);
  expect(answer.text.match(/HTTP\/1\.1 201 Created/g)).toHaveLength(2);
  expect((await client.get("/CustomerGroups?$filter=CustomerGroupId eq 'B*'")).body.value).toHaveLength(2);
});

it('answers 200 outside and one 500 part inside when a key exists, and keeps nothing of the changeset', async () => {
  const answer = await sendBatch(changeset([group('F1'), group('10')]));
  expect(answer.status).toBe(200);
  expect(answer.text.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(answer.text).toContain('HTTP/1.1 500 Internal Server Error');
  expect(answer.text).toContain('The record already exists');
  expect((await client.get("/CustomerGroups?$filter=CustomerGroupId eq 'F1'")).body.value).toEqual([]);
});

it('runs operations outside a changeset one by one', async () => {
  const read = (path: string): string => `--batch_1\r\nContent-Type: application/http\r\n\r\nGET ${path} HTTP/1.1\r\n\r\n`;
  const answer = await sendBatch(`${read('Companies')}${read('Nope')}`);
  expect(answer.text).toContain('HTTP/1.1 200 OK');
  expect(answer.text).toContain('HTTP/1.1 404 Not Found');
});

it('refuses a body without a boundary', async () => {
  expect((await client.send('POST', '/$batch', 'x', { 'content-type': 'application/json' })).status).toBe(400);
});
