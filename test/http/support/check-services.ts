import type { CheckServices } from '../../../server/http/check-services.ts';

const AT = '2026-11-21T09:30:00.000Z';
const page = { connection: 'main', company: 'usmf', offset: 0, total: 1, next: null, asOf: AT };

/** A check that found nothing to say, and empty price lists. */
export const recordingChecks = (note: (name: keyof CheckServices, orgId: string) => void): CheckServices => ({
  checkOrder: async (orgId, opportunityId) => {
    note('checkOrder', orgId);
    return { opportunityId, key: 'ABCDEFGHIJKLMNOP', connection: 'main', company: 'usmf', light: 'green', findings: [], lines: [], requests: [], diff: null, net: null, tax: { amount: null, says: 'Tax is added by the ERP.' }, planHash: null, askedAt: AT };
  },
  readPrices: async (orgId) => { note('readPrices', orgId); return { ...page, rows: [] }; },
  readAvailability: async (orgId) => { note('readAvailability', orgId); return { ...page, rows: [] }; },
});
