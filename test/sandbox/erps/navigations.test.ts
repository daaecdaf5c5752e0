import { afterAll, beforeAll, expect, it } from 'vitest';
import { startErps, type RunningErps } from '../../../sandbox/erps/main.ts';
import { parseEdmx, type Model } from '../../../sandbox/erps/odata/model.ts';
import { connect, type Client } from './client.ts';

let erps: RunningErps;
let fno: Client;
let businessCentral: Client;

beforeAll(async () => {
  erps = await startErps();
  fno = await connect(erps.fno, '/data');
  businessCentral = await connect(erps.businessCentral, `${erps.businessCentral.environmentPath}/api/v2.0`);
});
afterAll(() => erps.close());

function navigationsOf(model: Model): [set: string, navigation: string][] {
  return [...model.sets.values()].flatMap((set) => [...set.type.navigations.keys()].map((name): [string, string] => [set.name, name]));
}

it('F&O expands every navigation that its $metadata names', async () => {
  const model = parseEdmx((await fno.get('/$metadata')).text);
  for (const [set, navigation] of navigationsOf(model)) {
    expect([set, navigation, (await fno.get(`/${set}?$top=1&$expand=${navigation}`)).status]).toEqual([set, navigation, 200]);
  }
});

it('Business Central expands every navigation that its $metadata names', async () => {
  const model = parseEdmx((await businessCentral.get('/$metadata')).text);
  for (const [set, navigation] of navigationsOf(model)) {
    const filter = set.endsWith('Lines') ? '&$filter=documentId eq 00000000-0000-0000-0000-000000000000' : '';
    const answer = await businessCentral.get(`/companies(${erps.businessCentral.company})/${set}?$top=1&$expand=${navigation}${filter}`);
    expect([set, navigation, answer.status]).toEqual([set, navigation, 200]);
  }
});

it('both serve every set of their $metadata', async () => {
  for (const [name] of parseEdmx((await fno.get('/$metadata')).text).sets) expect([name, (await fno.get(`/${name}?$top=1`)).status]).toEqual([name, 200]);
  for (const [name] of parseEdmx((await businessCentral.get('/$metadata')).text).sets) {
    if (name === 'companies' || name.endsWith('Lines')) continue;
    expect([name, (await businessCentral.get(`/companies(${erps.businessCentral.company})/${name}?$top=1`)).status]).toEqual([name, 200]);
  }
});
