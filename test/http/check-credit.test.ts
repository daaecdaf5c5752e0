import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkOrder, checkOrderAsOperator, orderCheck, type Finding } from '../../server/contract/check.ts';
import { withoutCreditFigures } from '../../server/orders/check/credit-figures.ts';
import { startBackend, type TestBackend } from './support/backend.ts';
import { requestFor } from './support/requests.ts';
import { claimsFor, signToken } from './support/sign.ts';

let backend: TestBackend;
beforeAll(async () => { backend = await startBackend(); });
afterAll(async () => { await backend.stop(); });

async function creditAs(permissions: string[]): Promise<Finding | undefined> {
  const target = requestFor(checkOrder, { orgId: backend.a.id, operatorId: '' });
  const answer = await backend.send(target, { authorization: `Bearer ${signToken(claimsFor(backend.a, target, permissions), backend.a.keys.privateKey)}` });
  return orderCheck.parse(answer.json).findings.find((one) => one.subject === 'credit');
}

it('tells a user who may send and not see money what credit means for the order, without a figure', async () => {
  expect(await creditAs(['Crossledger_Send_Orders'])).toEqual({
    subject: 'credit', lineId: null, light: 'amber', code: 'order.credit-exceeded', fixer: 'finance',
    says: 'The order takes more than the customer has left of the credit limit.', next: 'Finance decides; the ERP may hold the order.',
    words: { code: 'check.credit-amber', params: {} },
  });
});

it('tells who may see money, and an operator, the figures', async () => {
  expect((await creditAs(['Crossledger_Send_Orders', 'Crossledger_View_Finance']))?.says).toContain('5000.00');
  const asOperator = await backend.asOperator(backend.adminToken, requestFor(checkOrderAsOperator, { orgId: backend.a.id, operatorId: '' }));
  expect(asOperator.text).toContain('5000.00');
});

it('has a sentence without figures for every light, and leaves the other findings as they are', () => {
  const finding = (subject: Finding['subject'], light: Finding['light']): Finding => ({ subject, lineId: null, light, code: null, says: 'It is 5000.00 USD.', fixer: null, next: null, words: { code: 'check.credit-fits', params: { limit: '5000.00' } } });
  const findings = [...(['green', 'amber', 'red', 'unknown'] as const).map((light) => finding('credit', light)), finding('price', 'amber')];
  const check = { opportunityId: '', key: '', connection: null, company: null, light: 'amber' as const, findings, lines: [], requests: [], diff: null, net: null, tax: { amount: null, says: '', words: { code: 'check.tax', params: {} } }, planHash: null, askedAt: '' };
  const { findings: told } = withoutCreditFigures(check);
  expect(JSON.stringify(told.slice(0, 4))).not.toMatch(/\d/);
  const said = told.map((one) => one.says);
  expect(said[4]).toBe('It is 5000.00 USD.');
});
