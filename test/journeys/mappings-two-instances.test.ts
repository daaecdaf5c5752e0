import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Part } from '../../scripts/setup/part.ts';
import { orderKey } from '../../server/kernel/ids.ts';
import { startJourney, type Journey } from '../support/journey.ts';
import { mappingHand } from '../support/mapping-hand.ts';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { startSecondBackend } from '../support/second-backend.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let journey: Journey;
let postgres: PostgresServer;
let second: Part<{ url: string }>;
let accountId: string;
const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'crossledger-mappings-'));

describe.skipIf(!hasPostgres())('two instances on one PostgreSQL (needs PostgreSQL)', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase('mappings');
    journey = await startJourney({ dataFolder, databaseUrl });
    second = await startSecondBackend(dataFolder, databaseUrl);
    accountId = (await journey.knownAccounts(1))[0]?.id ?? '';
  });
  afterAll(async () => {
    await second?.stop();
    await journey?.stop();
    await postgres?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const namesOf = async (dealId: string): Promise<[unknown, unknown]> => {
    await journey.untilDone(dealId);
    const [row] = await journey.fno.all('SalesOrderHeadersV2', `$filter=CustomersOrderReference eq '${orderKey(journey.orgId, dealId, 0)}'&$select=SalesOrderName,DeliveryReasonCode`);
    return [row?.['SalesOrderName'], row?.['DeliveryReasonCode']];
  };
  const wonDeal = async (): Promise<string> => {
    const dealId = await journey.newDeal(accountId);
    await journey.win(dealId);
    return dealId;
  };
  const from = (source: string) => (shipped: string): string => `${shipped.trimEnd()}\n  - { target: DeliveryReasonCode, source: ${source} }\n`;

  it('serve a document that the other one published at once, without a restart, and read the deal for fields that it newly names', async () => {
    const [one, other] = [mappingHand(journey), mappingHand(journey, { backend: second.ready.url })];
    expect(await namesOf(await wonDeal())).toEqual(['Journey', '']);
    await one.serve('order', from('Owner.Email'));
    await journey.stack.killBackend('SIGKILL');
    expect(await namesOf(await wonDeal())).toEqual(['Journey', 'admin@example.com']);
    await journey.stack.startBackend();
    await other.serve('order', from('Owner.Username'));
    second.kill('SIGKILL');
    await second.ended;
    expect(await namesOf(await wonDeal())).toEqual(['Journey', journey.stack.endpoints.salesforce.username]);
  });
});
