import { z } from 'zod';
import { makeRequest, type WireReply } from '../../../common/wire.ts';
import type { Call } from '../call.ts';
import { RestError } from '../errors.ts';
import { fillReferences, fillUrl, ReferenceError } from './references.ts';
import { noteUndo, undoAll, type Undo } from './undo.ts';

export const subrequestShape = z.looseObject({
  method: z.string(),
  url: z.string(),
  referenceId: z.string().regex(/^[A-Za-z0-9]\w*$/, 'referenceId must start with a letter or digit'),
  body: z.unknown().optional(),
  httpHeaders: z.record(z.string(), z.string()).optional(),
});

export type Subrequest = z.infer<typeof subrequestShape>;

export interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Record<string, string>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

const halted = 'The transaction was rolled back since another operation in the same transaction failed.';

/** Runs the subrequests in their order; with `allOrNone` the first failure undoes and halts everything else. */
export async function runSubrequests(call: Call, subrequests: readonly Subrequest[], allOrNone: boolean): Promise<SubAnswer[]> {
  refuseDoubles(subrequests);
  const answers = new Map<string, unknown>();
  const done: SubAnswer[] = [];
  const undo: Undo[] = [];
  for (const one of subrequests) {
    const answer = await runOne(call, one, answers, allOrNone ? undo : undefined);
    done.push(answer);
    if (answer.httpStatusCode < 300) answers.set(one.referenceId, answer.body);
    else if (allOrNone) {
      await undoAll(call, undo);
      return subrequests.map(({ referenceId }) => (referenceId === answer.referenceId ? answer : haltedAnswer(referenceId)));
    }
  }
  return done;
}

async function runOne(call: Call, one: Subrequest, answers: ReadonlyMap<string, unknown>, undo: Undo[] | undefined): Promise<SubAnswer> {
  let url: string;
  let body: unknown;
  try {
    url = fillUrl(one.url, answers);
    body = fillReferences(one.body, answers);
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    return { body: [{ errorCode: 'PROCESSING_HALTED', message: cause.message }], httpHeaders: {}, httpStatusCode: 400, referenceId: one.referenceId };
  }
  const headers = Object.fromEntries(Object.entries(one.httpHeaders ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const request = makeRequest(one.method, url, headers, body === undefined ? '' : JSON.stringify(body));
  const takeBack = undo && (await noteUndo(call, request));
  const reply = await call.context.answerRest(call.context, call.session, request);
  if (takeBack && reply.status < 300) undo.push(takeBack(reply));
  return toAnswer(one.referenceId, reply);
}

function toAnswer(referenceId: string, reply: WireReply): SubAnswer {
  const location = reply.headers?.['location'];
  const body: unknown = typeof reply.body === 'string' && reply.body !== '' ? JSON.parse(reply.body) : null;
  return { body, httpHeaders: typeof location === 'string' ? { Location: location } : {}, httpStatusCode: reply.status, referenceId };
}

function haltedAnswer(referenceId: string): SubAnswer {
  return { body: [{ errorCode: 'PROCESSING_HALTED', message: halted }], httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function refuseDoubles(subrequests: readonly Subrequest[]): void {
  const names = subrequests.map((one) => one.referenceId);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined) throw new RestError(400, 'INVALID_INPUT', `Provided referenceId ('${double}') must be unique in the request.`);
}
