import { newId } from '../../kernel/ids.ts';
import type { BatchRequest } from './batch.ts';

/** A read, or a write that stores nothing but a question; the address is relative to the service root. */
export type Question = { method: 'GET'; path: string } | { method: 'POST'; path: string; body: unknown };

const EOL = '\r\n';

/** A multipart batch that is worked through in its order; each POST is a changeset of its own, so that one refusal leaves the others alone. */
export function writeQuestions(questions: readonly Question[]): BatchRequest {
  const batch = `batch_${newId()}`;
  const parts = questions.map((question, at) => (question.method === 'GET' ? http(question, undefined) : inChangeset(question, at + 1)));
  const body = [...parts.flatMap((part) => [`--${batch}`, part]), `--${batch}--`, ''].join(EOL);
  return { contentType: `multipart/mixed; boundary=${batch}`, body };
}

function inChangeset(question: Question & { method: 'POST' }, id: number): string {
  const changeset = `changeset_${newId()}`;
  return [`Content-Type: multipart/mixed; boundary=${changeset}`, '', `--${changeset}`, http(question, id), `--${changeset}--`].join(EOL);
}

function http(question: Question, id: number | undefined): string {
  const lines = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary', ...(id === undefined ? [] : [`Content-ID: ${id}`]), '', `${question.method} ${question.path} HTTP/1.1`, 'OData-Version: 4.0', 'Accept: application/json;odata.metadata=minimal'];
  const withBody = question.method === 'GET' ? [...lines, '', ''] : [...lines, 'Content-Type: application/json;odata.metadata=minimal', '', JSON.stringify(question.body)];
  return withBody.join(EOL);
}
