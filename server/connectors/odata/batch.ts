import { newId } from '../../kernel/ids.ts';

/** One write inside a changeset; the address is relative to the service root. */
export interface BatchPart {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
}

export interface BatchRequest {
  contentType: string;
  body: string;
}

export interface BatchAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

const EOL = '\r\n';

/** A multipart batch with one changeset: all parts in one transaction (fno.md §3). */
export function writeChangeset(parts: readonly BatchPart[]): BatchRequest {
  const batch = `batch_${newId()}`;
  const changeset = `changeset_${newId()}`;
  const written = parts.map((part, at) =>
    [
      `--${changeset}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      `Content-ID: ${at + 1}`,
      '',
      `${part.method} ${part.path} HTTP/1.1`,
      'OData-Version: 4.0',
      'OData-MaxVersion: 4.0',
      'Content-Type: application/json;odata.metadata=minimal',
      'Accept: application/json;odata.metadata=minimal',
      '',
      part.body === undefined ? '' : JSON.stringify(part.body),
    ].join(EOL),
  );
  const body = [`--${batch}`, `Content-Type: multipart/mixed; boundary=${changeset}`, '', ...written, `--${changeset}--`, `--${batch}--`, ''].join(EOL);
  return { contentType: `multipart/mixed; boundary=${batch}`, body };
}

/** The answers inside a batch answer, in order; nested changesets are flattened. Undefined when the text is cut off or no multipart. */
export function readBatch(contentType: string, text: string): BatchAnswer[] | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const parts = splitParts(text, boundary);
  if (parts === undefined) return undefined;
  const answers: BatchAnswer[] = [];
  for (const part of parts) {
    const { headers, rest } = readHead(part);
    const inner = headers['content-type'] ?? '';
    if (/^multipart\//i.test(inner)) {
      const nested = readBatch(inner, rest);
      if (nested === undefined) return undefined;
      answers.push(...nested);
    } else {
      const answer = readHttp(rest);
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
  }
  return answers;
}

/** The closing delimiter must be there: without it the tail is lost. */
function splitParts(text: string, boundary: string): string[] | undefined {
  const pieces = `\n${text}`.split(new RegExp(`\\r?\\n--${boundary.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
  const last = pieces.findIndex((piece) => piece.startsWith('--'));
  if (last === -1) return undefined;
  return pieces.slice(1, last).map((piece) => piece.replace(/^[ \t]*\r?\n/, ''));
}

function readHead(text: string): { headers: Record<string, string>; rest: string } {
  const headers: Record<string, string> = {};
  let at = 0;
  for (;;) {
    const end = text.indexOf('\n', at);
    const line = (end === -1 ? text.slice(at) : text.slice(at, end)).replace(/\r$/, '');
    at = end === -1 ? text.length : end + 1;
    if (line === '') return { headers, rest: text.slice(at) };
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

function readHttp(text: string): BatchAnswer | undefined {
  const [, status, rest] = /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\n([\s\S]*)$/.exec(text.replace(/^\s+/, '')) ?? [];
  if (status === undefined || rest === undefined) return undefined;
  const { headers, rest: body } = readHead(rest);
  return { status: Number(status), headers, text: body.trim() };
}
