import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { recording } from './job.ts';
import { announce } from './announce.ts';

// An ERP that costs next to nothing: it answers recorded bytes after a set time, so that what is compared is not hidden behind it.
const { answers } = recording.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const bodies = new Map(Object.entries(answers).map(([path, body]) => [path, Buffer.from(body)]));
const headers = { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8', 'odata-version': '4.0' };
let delayMs = 0;

announce(createServer((request, response) => {
  const url = request.url ?? '/';
  const answer = (status: number, body: Buffer): void => void response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
  request.resume();
  if (url.startsWith('/bench/delay/')) {
    delayMs = Number(url.slice('/bench/delay/'.length));
    return answer(200, Buffer.from('{}'));
  }
  if (request.method === 'POST') return answer(200, Buffer.from(JSON.stringify({ token_type: 'Bearer', access_token: 'bench', expires_in: 3599 })));
  const body = bodies.get(url);
  if (body === undefined) return answer(404, Buffer.from(JSON.stringify({ error: { code: '', message: 'This read was not recorded' } })));
  if (delayMs > 0) setTimeout(() => answer(200, body), delayMs);
  else answer(200, body);
}));
