import { putConnection } from '../../server/contract/admin.ts';
import type { Stack } from '../setup/stack.ts';
import { READ_HEADERS, jobResult, type Job, type JobResult, type Read, type Recording } from './job.ts';
import type { Cell, Plan } from './plan.ts';
import type { Signer } from './signer.ts';
import { slowestRead, summarise, type Summary } from './statistics.ts';

export interface Addresses {
  upstream: string;
  proxy: string;
  load: string;
}

export interface PanelFigures extends Cell {
  slowestRead: { kind: string; p50Ms: number };
  direct: Summary;
  proxy: Summary;
  crossledger: Summary;
}

/** One panel read makes six reads, and a connection may be set to 1000 a second: so many connections that this does not decide. */
const CONNECTIONS = 8;
const connectionOf = (index: number): string => `bench-${index % CONNECTIONS}`;

/** Connections of the highest concurrency and rate that the contract allows, all to the recorded upstream. */
export async function connectUpstream({ operator, endpoints }: Stack, upstream: string): Promise<void> {
  for (let index = 0; index < CONNECTIONS; index += 1) {
    await operator(putConnection, {
      params: { orgId: endpoints.salesforce.orgId, connection: connectionOf(index) },
      body: { erp: 'fno', label: 'Recorded answers', baseUrl: upstream, tokenUrl: `${upstream}/token`, scope: 'bench', clientId: 'bench', clientSecret: 'bench', defaultCompany: 'usmf', concurrency: 200, ratePerSecond: 1000, panelDeadlineMs: 20_000 },
    });
  }
}

/** All cells of the plan, each over the three ways in turn, so that a busy moment of the machine meets all of them. */
export async function measurePanels(plan: Plan, addresses: Addresses, recording: Recording, signer: Signer): Promise<PanelFigures[]> {
  const figures: PanelFigures[] = [];
  for (const cell of plan.cells) figures.push(await measureCell(plan, cell, addresses, await questionsOf(addresses, recording, signer)));
  return figures;
}

const WAYS = ['direct', 'proxy', 'crossledger'] as const;
type Way = (typeof WAYS)[number];

async function questionsOf({ upstream, proxy }: Addresses, { customers }: Recording, signer: Signer): Promise<Record<Way, Read[][]>> {
  return {
    direct: customers.map(({ reads }) => reads.map(({ path, kind }) => ({ url: upstream + path, headers: READ_HEADERS, kind }))),
    proxy: customers.map((_, index) => [{ url: `${proxy}/panels/${index}`, headers: {}, kind: 'panels' }]),
    crossledger: await Promise.all(customers.map(async ({ company, number }, index) => [await signer.signRead({ connection: connectionOf(index), company, customer: number }, index)])),
  };
}

async function measureCell(plan: Plan, cell: Cell, addresses: Addresses, questions: Record<Way, Read[][]>): Promise<PanelFigures> {
  await fetch(`${addresses.upstream}/bench/delay/${cell.delayMs}`);
  const rounds: Record<Way, JobResult[]> = { direct: [], proxy: [], crossledger: [] };
  // The first round only warms up.
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const way of WAYS) {
      const result = await load(addresses.load, { questions: questions[way], atOnce: cell.atOnce, durationMs: plan.roundMs });
      if (round > 0) rounds[way].push(result);
    }
  }
  return { ...cell, slowestRead: slowestRead(rounds.direct), direct: summarise(rounds.direct), proxy: summarise(rounds.proxy), crossledger: summarise(rounds.crossledger) };
}

async function load(url: string, job: Job): Promise<JobResult> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(job) });
  if (!response.ok) throw new Error(`The load generator failed: ${await response.text()}`);
  return jobResult.parse(await response.json());
}
