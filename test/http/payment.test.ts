import { afterAll, beforeAll, expect, it } from 'vitest';
import { opportunityPanels, readOpportunityPanels, type OpportunityPanels } from '../../server/contract/panels.ts';
import { withoutPayment } from '../../server/panels/without-payment.ts';
import { startBackend, type TestBackend } from './support/backend.ts';
import { requestFor } from './support/requests.ts';
import { claimsFor, signToken } from './support/sign.ts';

let backend: TestBackend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(async () => { await backend.stop(); });

async function stepsAs(permissions: string[]): Promise<string[]> {
  const target = requestFor(readOpportunityPanels, { orgId: backend.a.id, operatorId: '' });
  const answer = await backend.send(target, { authorization: `Bearer ${signToken(claimsFor(backend.a, target, permissions), backend.a.keys.privateKey)}` });
  const data = opportunityPanels.parse(answer.json).parts.order?.data;
  return [...(data?.reports ?? []), ...(data?.order?.steps.map(({ step }) => step) ?? [])];
}

it('tells only who may see finance whether and when an order was paid', async () => {
  expect(await stepsAs([])).toEqual(['created', 'invoiced', 'created', 'invoiced']);
  expect(await stepsAs(['Crossledger_View_Finance'])).toEqual(['created', 'invoiced', 'paid', 'created', 'invoiced', 'paid']);
});

it('leaves a page as it is that has no order part, or one without an answer', () => {
  const none: OpportunityPanels = { connection: null, company: null, parts: {} };
  expect(withoutPayment(none)).toBe(none);
  const unanswered: OpportunityPanels = { ...none, parts: { order: { state: 'error', asOf: null, data: null, problem: null } } };
  expect(withoutPayment(unanswered)).toBe(unanswered);
});
