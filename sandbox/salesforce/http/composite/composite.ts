import { z } from 'zod';
import type { WireReply } from '../../../common/wire.ts';
import type { Call, Route } from '../call.ts';
import { RestError } from '../errors.ts';
import { json, readJson } from '../reply.ts';
import { runSubrequests, subrequestShape, type SubAnswer, type Subrequest } from './run-subrequests.ts';

export const compositeRoutes: Route[] = [
  { method: 'POST', pattern: 'composite', answer: answerComposite },
  { method: 'POST', pattern: 'composite/graph', answer: answerGraphs },
];

const compositeShape = z.looseObject({
  allOrNone: z.boolean().default(false),
  collateSubrequests: z.boolean().optional(),
  compositeRequest: z.array(subrequestShape),
});

const graphsShape = z.looseObject({
  graphs: z.array(z.looseObject({ graphId: z.string(), compositeRequest: z.array(subrequestShape) })),
});

const listLike = /\/(query|queryAll|composite\/sobjects)(\/|\?|$)/;

/** At most 25 subrequests, 5 of them queries or collections; the whole always answers 200 (salesforce.md §3.3). */
async function answerComposite(call: Call): Promise<WireReply> {
  const { allOrNone, compositeRequest } = readJson(call.request, compositeShape);
  if (compositeRequest.length > 25) throw tooMany('25');
  if (compositeRequest.filter((one) => listLike.test(one.url)).length > 5) throw new RestError(400, 'LIMIT_EXCEEDED', 'The limit of 5 query or sObject collection operations has been exceeded.');
  return json(200, { compositeResponse: await runSubrequests(call, compositeRequest, allOrNone) });
}

const graphPath = /^\/services\/data\/v[\d.]+\/sobjects\/\w+(\/[^/]+){0,2}\/?$/;
const failuresUntilHalt = 14;

/** Each graph is atomic; at most 75 graphs and 500 nodes; after 14 failed graphs the rest is halted. */
async function answerGraphs(call: Call): Promise<WireReply> {
  const { graphs } = readJson(call.request, graphsShape);
  if (graphs.length > 75) throw tooMany('75');
  if (graphs.reduce((sum, graph) => sum + graph.compositeRequest.length, 0) > 500) throw tooMany('500');
  let failures = 0;
  const answers: unknown[] = [];
  for (const { graphId, compositeRequest } of graphs) {
    const compositeResponse = failures >= failuresUntilHalt ? haltAll(compositeRequest) : await runGraph(call, compositeRequest);
    const isSuccessful = compositeResponse.every((one) => one.httpStatusCode < 300);
    if (!isSuccessful) failures += 1;
    answers.push({ graphId, graphResponse: { compositeResponse }, isSuccessful });
  }
  return json(200, { graphs: answers });
}

async function runGraph(call: Call, subrequests: readonly Subrequest[]): Promise<SubAnswer[]> {
  const foreign = subrequests.find((one) => !graphPath.test(one.url.replaceAll(/@\{[^}]*\}/g, 'ref')));
  if (foreign) throw new RestError(400, 'INVALID_INPUT', `Url ${foreign.url} is not supported in a graph.`);
  return runSubrequests(call, inOrderOfReference(subrequests), true).then((answers) => subrequests.map((one) => answerOf(one, answers)));
}

function answerOf(one: Subrequest, answers: readonly SubAnswer[]): SubAnswer {
  const answer = answers.find(({ referenceId }) => referenceId === one.referenceId);
  if (!answer) throw new Error(`No answer for ${one.referenceId}`);
  return answer;
}

/** A graph may name a node before the one that it needs. */
function inOrderOfReference(subrequests: readonly Subrequest[]): Subrequest[] {
  const rest = [...subrequests];
  const ordered: Subrequest[] = [];
  while (rest.length > 0) {
    const waiting = new Set(rest.map((one) => one.referenceId));
    const at = rest.findIndex((one) => !needs(one).some((name) => waiting.has(name) && name !== one.referenceId));
    ordered.push(...rest.splice(Math.max(0, at), 1));
  }
  return ordered;
}

function needs(one: Subrequest): string[] {
  return [...JSON.stringify([one.url, one.body ?? null]).matchAll(/@\{([A-Za-z0-9]\w*)/g)].map((match) => match[1] ?? '');
}

function haltAll(subrequests: readonly Subrequest[]): SubAnswer[] {
  const body = [{ errorCode: 'PROCESSING_HALTED', message: 'The maximum number of failed graphs was reached.' }];
  return subrequests.map(({ referenceId }) => ({ body, httpHeaders: {}, httpStatusCode: 400, referenceId }));
}

function tooMany(limit: string): RestError {
  return new RestError(400, 'LIMIT_EXCEEDED', `The limit of ${limit} has been exceeded.`);
}
