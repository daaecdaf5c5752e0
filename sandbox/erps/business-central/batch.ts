import { z } from 'zod';
import { header, makeRequest, type WireReply, type WireRequest } from '../../common/wire.ts';
import { ODataProblem } from '../odata/problem.ts';
import { originOf } from './call.ts';
import { jsonHeaders, toReply } from './problems.ts';
import { routeApi } from './route.ts';
import { companyField, type World } from './world.ts';

const shape = z.object({
  requests: z.array(
    z.object({
      id: z.string().optional(),
      method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});

type Operation = z.infer<typeof shape>['requests'][number];

const maxOperations = 100;

/** Undoes a transactional batch of which one part failed, and carries what the parts said. */
class BatchFailed extends Error {
  readonly replies: readonly WireReply[];
  constructor(replies: readonly WireReply[]) {
    super('batch failed');
    this.replies = replies;
  }
}

/** A JSON batch: 200 outside; it stops at the first refusal, and with `Isolation: snapshot` nothing stays then, though the parts keep their status (business-central.md §4). */
export function answerBatch(world: World, request: WireRequest): WireReply {
  try {
    const operations = readOperations(request);
    const isTransaction = header(request, 'isolation')?.toLowerCase() === 'snapshot';
    const goesOn = /odata\.continue-on-error|(?:^|[,;\s])continue-on-error/.test(header(request, 'prefer') ?? '');
    const replies = isTransaction ? runTogether(world, request, operations) : runApart(world, request, operations, goesOn);
    const responses = replies.map((reply, at) => ({
      id: operations[at]?.id ?? null,
      status: reply.status,
      headers: { 'content-type': 'application/json; odata.metadata=minimal', 'odata-version': '4.0' },
      ...(reply.body !== undefined && { body: reply.body }),
    }));
    return { status: 200, headers: jsonHeaders, body: { responses } };
  } catch (cause) {
    if (cause instanceof ODataProblem) return toReply(cause);
    throw cause;
  }
}

function readOperations(request: WireRequest): Operation[] {
  let body: unknown;
  try {
    body = JSON.parse(request.text);
  } catch {
    throw new ODataProblem(400, 'batch', 'The batch is not valid JSON.');
  }
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw new ODataProblem(400, 'batch', 'The batch must be {"requests": [{"method", "url", …}]}.');
  if (parsed.data.requests.length > maxOperations) throw new ODataProblem(400, 'batch', `A batch takes at most ${maxOperations} operations.`);
  return parsed.data.requests;
}

function runApart(world: World, request: WireRequest, operations: readonly Operation[], goesOn: boolean): readonly WireReply[] {
  const replies: WireReply[] = [];
  for (const one of operations) {
    const reply = runOne(world, request, one, (work) => world.store.transact(work));
    replies.push(reply);
    if (reply.status >= 400 && !goesOn) break;
  }
  return replies;
}

function runTogether(world: World, request: WireRequest, operations: readonly Operation[]): readonly WireReply[] {
  const replies: WireReply[] = [];
  try {
    return world.store.transact((writer) => {
      for (const one of operations) {
        const reply = runOne(world, request, one, (work) => work(writer));
        replies.push(reply);
        if (reply.status >= 400) throw new BatchFailed(replies);
      }
      return replies;
    });
  } catch (cause) {
    if (cause instanceof BatchFailed) return cause.replies;
    throw cause;
  }
}

function runOne(world: World, outer: WireRequest, operation: Operation, transact: Parameters<typeof routeApi>[2]): WireReply {
  const root = outer.path.replace(/\/(?:\$|%24)batch$/, '');
  const relative = operation.url.startsWith('http') ? operation.url.replace(originOf(outer), '') : operation.url;
  const url = relative.startsWith('/') ? relative : `${root}/${relative}`;
  const headers = Object.fromEntries(Object.entries(operation.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const inner = makeRequest(operation.method, url, { ...headers, host: header(outer, 'host') ?? 'localhost' }, operation.body === undefined ? '' : JSON.stringify(operation.body));
  return routeApi(world, inner, transact, companyNamed(world, headers['company']));
}

/** The header `Company` carries a name. */
function companyNamed(world: World, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const found = [...(world.tables.get('companies')?.all() ?? [])].find((stored) => stored.row['name'] === name);
  const id = found?.row[companyField];
  return typeof id === 'string' ? id : undefined;
}
