import { describe, expect, it } from 'vitest';
import type { Directory } from '../../server/orders/directory.ts';
import { findPlace, type PlaceWish } from '../../server/orders/place.ts';
import { ORG_ID, sendingConnection } from '../support/order-bench.ts';

const RULES = [{ country: 'DE', connection: 'fno', company: 'demf' }, { country: null, connection: 'fno', company: 'usmf' }];

function placeOf(wish: Partial<PlaceWish>, rules = RULES): Promise<string> {
  const directory: Pick<Directory, 'routing' | 'connection' | 'connectionNames'> = {
    routing: async () => rules, connectionNames: async () => ['fno'],
    connection: async (_orgId, name) => (name === 'fno' ? sendingConnection({ defaultCompany: 'usmf' }) : null),
  };
  return findPlace(directory as Directory, ORG_ID, { accountName: 'Contoso', connection: null, company: null, country: null, ...wish }, { fresh: true }).then(({ company }) => company);
}

describe('the company of an account whose country the asking user may not see', () => {
  it('is not taken from a rule that passes over those of a country', async () => {
    expect(await placeOf({ country: 'Germany' })).toBe('demf');
    expect(await placeOf({})).toBe('usmf');
    for (const connection of [null, 'fno']) {
      await expect(placeOf({ connection, countryHidden: true })).rejects.toMatchObject({ code: 'connection.country-hidden', message: 'The country of account "Contoso" decides about its ERP company, and you may not see it.' });
    }
  });

  it('is what the account names', async () => {
    expect(await placeOf({ connection: 'fno', company: 'demf', countryHidden: true })).toBe('demf');
  });

  it('is found where no country is asked for', async () => {
    expect(await placeOf({ countryHidden: true }, RULES.slice(1))).toBe('usmf');
    expect(await placeOf({ countryHidden: true }, RULES.toReversed())).toBe('usmf');
    expect(await placeOf({ countryHidden: true }, [])).toBe('usmf');
  });
});
