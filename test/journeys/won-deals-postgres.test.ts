import { afterAll, describe, it } from 'vitest';
import { hasPostgres, startPostgres, type PostgresServer } from '../support/postgres.ts';
import { winDeals } from '../support/won-deals.ts';

let postgres: PostgresServer | undefined;
afterAll(() => postgres?.stop());

describe.skipIf(!hasPostgres())('200 won deals of 60 accounts, with a hostile ERP and a backend killed three times', () => {
  it('become exactly 200 orders and 60 customers on PostgreSQL', async () => {
    postgres = await startPostgres();
    await winDeals(await postgres.createDatabase('journey'));
  }, 900_000);
});
