import type { CheckServices } from '../../../server/http/check-services.ts';

const AT = '2026-11-21T09:30:00.000Z';
const page = { connection: 'main', company: 'usmf', offset: 0, total: 1, next: null, asOf: AT };

const CREDIT = {
  subject: 'credit' as const, lineId: null, light: 'amber' as const, code: 'order.credit-exceeded', fixer: 'finance' as const,
  says: 'The order takes 900.00 USD; customer C-1 has 100.00 USD left of a credit limit of 5000.00.', next: 'Finance decides; the ERP may hold the order.',
  words: { code: 'order.credit-exceeded', params: { needed: '900.00', currency: 'USD', customer: 'C-1', headroom: '100.00', limit: '5000.00' } },
};

/** A check that found the credit limit exceeded, and empty price lists. */
export const recordingChecks = (note: (name: keyof CheckServices, orgId: string) => void): CheckServices => ({
  checkOrder: async (orgId, opportunityId) => {
    note('checkOrder', orgId);
    return { opportunityId, key: 'ABCDEFGHIJKLMNOP', connection: 'main', company: 'usmf', light: 'amber', findings: [CREDIT], lines: [], requests: [], diff: null, net: null, tax: { amount: null, says: 'Tax is added by the ERP.', words: { code: 'check.tax', params: {} } }, planHash: null, askedAt: AT };
  },
  readPrices: async (orgId) => { note('readPrices', orgId); return { ...page, rows: [] }; },
  readAvailability: async (orgId) => { note('readAvailability', orgId); return { ...page, rows: [] }; },
});
