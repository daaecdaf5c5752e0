import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '../../server/kernel/clock.ts';
import { dealAsSent, findAftermath } from '../../server/orders/aftermath.ts';
import type { ChangedDeal, Deal, OrgPort } from '../../server/salesforce/org-port.ts';
import { openLiveOrg, type LiveOrg } from '../support/live-org.ts';

let live: LiveOrg;
let admin: Connection;
let org: OrgPort;
let sent: Deal;
const from = instant(Date.now() - 60_000);

/** The sandbox org runs the package's own Apex; the backend's own reader asks it. */
beforeAll(async () => {
  live = await openLiveOrg();
  ({ admin, port: org } = live);
  const { records } = await admin.query<{ Id: string }>('SELECT Id FROM Opportunity WHERE HasOpportunityLineItem = true AND IsClosed = false AND AccountId != null LIMIT 1');
  const id = records[0]?.Id ?? '';
  await admin.sobject('Opportunity').update({ Id: id, StageName: 'Closed Won' } as never);
  expect(await org.tellDeals([{ opportunityId: id, status: 'In ERP', message: null, orderNumber: 'SO-1', link: null }])).toEqual([null]);
  const deal = await org.readDeal(id, []);
  if (deal === null) throw new Error('no deal');
  sent = deal;
}, 120_000);
afterAll(() => live.close());

/** How the watch sees the deal now. */
async function changed(): Promise<ChangedDeal> {
  const found = (await org.changedDeals({ modifiedAt: from, id: null }, 100)).find((change) => change.deal.id === sent.id);
  if (found === undefined) throw new Error('the deal was not listed');
  return found;
}
const judge = ({ deal, isDeleted }: ChangedDeal) =>
  findAftermath({ cycle: 0, origin: 'won', order_number: 'SO-1', customer_number: sent.account?.customerNumber ?? null, sent_deal: dealAsSent(sent) }, isDeleted ? null : deal)?.code ?? null;

describe('deals with an order that were touched since, as the org tells', () => {
  it('come page by page, each once, and deals without an order do not', async () => {
    const all = await org.changedDeals({ modifiedAt: from, id: null }, 100);
    expect(all.map((change) => change.deal.id)).toEqual([sent.id]);
    const [first] = all;
    expect(await org.changedDeals({ modifiedAt: first?.modifiedAt ?? '', id: first?.deal.id ?? '' }, 100)).toEqual([]);
  });

  it('are judged right as long as nothing but the number came back', async () => {
    expect(judge(await changed())).toBeNull();
  });

  it('show another quantity, also of a line that was deleted', async () => {
    const [line] = sent.lines;
    await admin.sobject('OpportunityLineItem').update({ Id: line?.id, Quantity: Number(line?.quantity) + 1 } as never);
    expect(judge(await changed())).toBe('deal.changed-after');
    await admin.sobject('OpportunityLineItem').update({ Id: line?.id, Quantity: Number(line?.quantity) } as never);
    expect(judge(await changed())).toBeNull();
    await admin.sobject('OpportunityLineItem').delete(line?.id ?? '');
    const { deal } = await changed();
    expect(deal.lines).toHaveLength(sent.lines.length - 1);
  });

  it('show that it was opened again, that it was lost, and that it was deleted', async () => {
    await admin.sobject('Opportunity').update({ Id: sent.id, StageName: 'Prospecting' } as never);
    expect(judge(await changed())).toBe('deal.reopened-after');
    await admin.sobject('Opportunity').update({ Id: sent.id, StageName: 'Closed Lost' } as never);
    expect(judge(await changed())).toBe('deal.lost-after');
    await admin.sobject('Opportunity').delete(sent.id);
    expect(await org.readDeal(sent.id, [])).toBeNull();
    expect(judge(await changed())).toBe('deal.deleted-after');
  });
});
