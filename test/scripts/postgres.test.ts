import { existsSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { hasPostgres, startPostgres } from '../support/postgres.ts';

describe.skipIf(!hasPostgres())('a private PostgreSQL', () => {
  it('starts as root or not, makes databases, and leaves nothing behind', async () => {
    const server = await startPostgres();
    const url = await server.createDatabase('one-of-two');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    await client.end();
    expect(rows).toEqual([{ name: 'one-of-two' }]);
    expect(existsSync(server.folder)).toBe(true);
    await server.stop();
    await server.stop();
    expect(existsSync(server.folder)).toBe(false);
    await expect(new pg.Client({ connectionString: url }).connect()).rejects.toThrow();
  });
});
