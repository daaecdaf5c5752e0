import { randomUUID } from 'node:crypto';
import { header, makeRequest, type WireReply, type WireRequest } from '../../common/wire.ts';
import { ODataProblem } from '../odata/problem.ts';
import { toReply } from './problems.ts';
import { routeData } from './route.ts';
import type { World } from './world.ts';

interface Part {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Answer {
  readonly contentId: string | undefined;
  readonly reply: WireReply;
}

const maxOperations = 5000;

/** Rolls a changeset back and carries the one reply it answers with. */
class ChangesetFailed extends Error {
  readonly reply: WireReply;
  constructor(reply: WireReply) {
    super('changeset failed');
    this.reply = reply;
  }
}

/** A multipart batch: 200 outside whatever happens inside, each changeset one transaction (fno.md §3). */
export function answerBatch(world: World, request: WireRequest): WireReply {
  try {
    const parts = splitParts(request.text, boundaryOf(header(request, 'content-type') ?? ''));
    if (parts.length > maxOperations) throw new ODataProblem(400, 'batch', `A batch takes at most ${maxOperations} operations.`);
    const boundary = `batchresponse_${randomUUID()}`;
    const chunks = parts.map((part) => answerPart(world, request, part));
    const body = `${chunks.map((chunk) => `--${boundary}\r\n${chunk}`).join('')}--${boundary}--\r\n`;
    return { status: 200, headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, 'odata-version': '4.0' }, body };
  } catch (cause) {
    if (cause instanceof ODataProblem) return toReply(cause);
    throw cause;
  }
}

function answerPart(world: World, outer: WireRequest, part: Part): string {
  const type = part.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('multipart/mixed')) {
    const reply = routeData(world, innerRequest(outer, part), (work) => world.store.transact(work));
    return writeAnswer({ contentId: part.headers['content-id'], reply });
  }
  const boundary = `changesetresponse_${randomUUID()}`;
  const answers = answerChangeset(world, outer, splitParts(part.body, boundaryOf(type)));
  const inner = answers.map((answer) => `--${boundary}\r\n${writeAnswer(answer)}`).join('');
  return `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n${inner}--${boundary}--\r\n`;
}

function answerChangeset(world: World, outer: WireRequest, parts: readonly Part[]): Answer[] {
  try {
    return world.store.transact((writer) =>
      parts.map((part) => {
        const request = innerRequest(outer, part);
        if (request.method === 'GET') throw new ODataProblem(400, 'batch', 'A changeset must not hold a GET.');
        const reply = routeData(world, request, (work) => work(writer));
        if (reply.status >= 400) throw new ChangesetFailed(reply);
        return { contentId: part.headers['content-id'], reply };
      }),
    );
  } catch (cause) {
    // a failed changeset answers one part, under the first Content-ID whichever part failed
    if (cause instanceof ChangesetFailed) return [{ contentId: parts[0]?.headers['content-id'], reply: cause.reply }];
    throw cause;
  }
}

function innerRequest(outer: WireRequest, part: Part): WireRequest {
  const [head, ...rest] = part.body.split(/\r?\n\r?\n/);
  const [line, ...headerLines] = (head ?? '').split(/\r?\n/);
  const match = /^(GET|POST|PATCH|PUT|DELETE) (\S.*?)(?: HTTP\/1\.1)?$/.exec((line ?? '').trim());
  if (!match) throw new ODataProblem(400, 'batch', `Bad request line in a batch part: ${line ?? ''}`);
  const [, method, target] = match;
  const relative = (target ?? '').replace(/^https?:\/\/[^/]+/, '');
  const url = relative.startsWith('/') ? relative : `/data/${relative}`;
  const headers = { ...readHeaders(headerLines), host: header(outer, 'host') ?? 'localhost' };
  return makeRequest(method ?? 'GET', url, headers, rest.join('\r\n\r\n').trim());
}

function boundaryOf(contentType: string): string {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new ODataProblem(400, 'batch', "The content type of a batch must be 'multipart/mixed' with a boundary.");
  return boundary;
}

function splitParts(text: string, boundary: string): Part[] {
  const sections = text.split(`--${boundary}`).slice(1);
  const end = sections.findIndex((section) => section.startsWith('--'));
  if (end < 0) throw new ODataProblem(400, 'batch', 'The batch ends without its closing boundary.');
  return sections.slice(0, end).map((section) => {
    const trimmed = section.replace(/^\r?\n/, '');
    const gap = /\r?\n\r?\n/.exec(trimmed);
    if (!gap) throw new ODataProblem(400, 'batch', 'A batch part has no body.');
    return { headers: readHeaders(trimmed.slice(0, gap.index).split(/\r?\n/)), body: trimmed.slice(gap.index + gap[0].length) };
  });
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.filter((line) => line.includes(':')).map((line) => [line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

const reasons: Readonly<Record<number, string>> = { 200: 'OK', 201: 'Created', 204: 'No Content', 400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 412: 'Precondition Failed', 500: 'Internal Server Error' };

function writeAnswer({ contentId, reply }: Answer): string {
  const lines = Object.entries(reply.headers ?? {}).map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value as string)}`);
  const body = reply.body === undefined ? '' : typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const id = contentId === undefined ? '' : `Content-ID: ${contentId}\r\n`;
  return `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${id}\r\nHTTP/1.1 ${reply.status} ${reasons[reply.status] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n${body}\r\n`;
}
