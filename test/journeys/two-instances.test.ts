import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { changeConnection } from '../../scripts/bench/deals.ts';
import { createSigner, type Signer } from '../../scripts/bench/signer.ts';
import type { Part } from '../../scripts/setup/part.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { makeDeals, winAll } from '../support/deals.ts';
import type { Row } from '../support/erp-hand.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { startSecondBackend } from '../support/second-backend.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000 });

const CONCURRENCY = 4;
const RATE_PER_SECOND = 20;
/** Requests that a busy machine delivers together although they were let go one after the other. */
const JITTER = 3;
const DEALS = 20;
/** Mostly quick, so that only the rate holds them back; now and then slow, so that all slots are taken. */
const DELAYS = [
  { match: { path: '^/data' }, times: -1, action: { delayMs: 10 } },
  { match: { path: '^/data' }, times: -1, probability: 0.1, seed: 3, action: { delayMs: 900 } },
];

let journey: Journey;
let postgres: PostgresServer;
let second: Part<{ url: string }>;
let signer: Signer;
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-two-'));

describe.skipIf(!hasPostgres())('two instances on one PostgreSQL (needs PostgreSQL)', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase('two');
    journey = await startJourney({ dataFolder, databaseUrl });
    await changeConnection(journey.stack, 'fno', { concurrency: CONCURRENCY, ratePerSecond: RATE_PER_SECOND });
    signer = await createSigner(journey.stack.endpoints.backend, journey.stack.operator, await journey.stack.org.read());
    second = await startSecondBackend(dataFolder, databaseUrl);
  });
  afterAll(async () => {
    await second?.stop();
    await journey?.stop();
    await postgres?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('share the limits of a connection while pages are read and orders sent through both; either is killed, and each deal gets its one order', async () => {
    const accounts = await journey.knownAccounts(8);
    const deals = (await makeDeals(journey.org, accounts.map(({ id }) => id), DEALS)).map((deal) => deal.id);
    await journey.fno.plant(DELAYS);
    await journey.fno.clearLog();
    const { backend } = journey.stack.endpoints;
    const readers = [backend, second.ready.url].map((url) => readPages(url, accounts.map(({ number }) => number)));
    await until('pages read through both', async () => readers.every((reader) => reader.reads() > 0), { withinMs: 20_000, everyMs: 50 });
    const [first, rest] = [deals.slice(0, DEALS / 2), deals.slice(DEALS / 2)];
    await winAll(journey.org, first);
    await untilNumbers(first, 3);
    await journey.stack.killBackend('SIGKILL');
    expect(await countNumbers(first), 'numbers at the first kill').toBeLessThan(first.length);
    await untilNumbers(first, first.length - 4);
    await journey.stack.startBackend();
    const readBefore = readers[0]?.reads() ?? 0;
    await until('a page read through the backend that came back', async () => (readers[0]?.reads() ?? 0) > readBefore, { withinMs: 20_000, everyMs: 50 });
    await winAll(journey.org, rest);
    await untilNumbers(rest, 2);
    second.kill('SIGKILL');
    await second.ended;
    expect(await countNumbers(rest), 'numbers at the second kill').toBeLessThan(rest.length);
    await untilNumbers(deals, DEALS);
    await Promise.all(readers.map((reader) => reader.stop()));
    expectLimitsHeld(await journey.fno.log());
    await journey.fno.clear();
    await expectOneOrderEach(deals);
  });
});

const countNumbers = async (deals: readonly string[]): Promise<number> =>
  (await journey.org.query(`SELECT Id FROM Opportunity WHERE Id IN ('${deals.join("','")}') AND ERP_Order_Number__c != null`)).totalSize;

const untilNumbers = (deals: readonly string[], count: number): Promise<boolean> =>
  until(`${count} numbers`, async () => (await countNumbers(deals)) >= count, { withinMs: 60_000, everyMs: 100 });

/** Reads one page after the other through one instance, as long as it lives. */
function readPages(url: string, customers: readonly string[]): { reads(): number; stop(): Promise<void> } {
  let [reads, stopped] = [0, false];
  const run = async (): Promise<void> => {
    for (let turn = 0; !stopped; turn += 1) {
      const page = await signer.signRead({ connection: 'fno', company: 'usmf', customer: customers[turn % customers.length] ?? '' }, turn);
      const { pathname, search } = new URL(page.url);
      // A killed instance answers nothing; it may come back.
      const response = await fetch(url + pathname + search, { headers: page.headers }).catch(() => null);
      if (response?.status === 200) reads += 1;
      await response?.arrayBuffer().catch(() => undefined);
      await new Promise((resolve) => { setTimeout(resolve, 800); });
    }
  };
  const running = run();
  return { reads: () => reads, stop: () => { stopped = true; return running; } };
}

/** By the ERP's own log: never more at once, never faster than a bucket of one second's requests lets through. */
function expectLimitsHeld(log: readonly Row[]): void {
  const calls = log.filter((entry) => String(entry['path']).startsWith('/data'));
  expect(calls.length).toBeGreaterThan(DEALS * 5);
  expect(calls.filter((entry) => Number(entry['inFlight']) > CONCURRENCY)).toEqual([]);
  expect(Math.max(...calls.map((entry) => Number(entry['inFlight']))), 'all slots are used').toBe(CONCURRENCY);
  const late = tooEarly(calls.map((entry) => Date.parse(String(entry['at']))));
  expect(late, 'requests beyond the rate').toEqual([]);
}

/** Requests for which a bucket of one second's requests, filled at the rate, had nothing left. */
function tooEarly(instants: readonly number[]): { at: string; missing: number }[] {
  let [tokens, filledAt] = [RATE_PER_SECOND, instants[0] ?? 0];
  const found: { at: string; missing: number }[] = [];
  for (const at of instants) {
    tokens = Math.min(RATE_PER_SECOND, tokens + ((at - filledAt) / 1000) * RATE_PER_SECOND) - 1;
    filledAt = at;
    if (tokens < -JITTER) found.push({ at: new Date(at).toISOString(), missing: -tokens });
  }
  return found;
}

async function expectOneOrderEach(deals: readonly string[]): Promise<void> {
  for (const deal of deals) await journey.untilDone(deal);
  const keys = new Set(deals.map((deal) => orderKey(journey.orgId, deal, 0)));
  const rows = await journey.fno.all('SalesOrderHeadersV2', "$filter=dataAreaId eq 'usmf'&$select=SalesOrderNumber,CustomersOrderReference,IsSalesProcessingStopped");
  const ours = rows.filter((row) => keys.has(String(row['CustomersOrderReference'])));
  expect(ours).toHaveLength(deals.length);
  expect(new Set(ours.map((row) => row['CustomersOrderReference'])).size).toBe(deals.length);
  expect(ours.filter((row) => row['IsSalesProcessingStopped'] !== 'No')).toEqual([]);
}
