import { afterEach, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../server/connectors/index.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import { json, live, openFarEnd, work, type FarEnd } from '../net/far-end.ts';

const company = 'a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1';
let end: FarEnd;
afterEach(() => end.close());

describe('the lagging replica of Business Central', () => {
  it('serves open pages, and never what decides about a write', async () => {
    const intents: unknown[] = [];
    end = await openFarEnd((request, _, response) => {
      intents.push(request.headers['data-access-intent']);
      json(response, 200, { value: [] });
    });
    const settings = { id: 'o/c', baseUrl: end.url, defaultCompany: company, keyField: undefined, orderLinkTemplate: undefined, customerGroup: undefined, site: undefined, warehouse: undefined };
    const erp = CONNECTORS['business-central']?.open(settings, end.send, systemClock);
    await erp?.reads.products(company, ['P-1'], live());
    await erp?.reads.products(company, ['P-1'], work());
    expect(intents).toEqual(['ReadOnly', undefined]);
  });
});
