import { CrossledgerError } from '../../../server/kernel/errors.ts';
import { recordingChecks } from './check-services.ts';
import { recordingMappings } from './mapping-services.ts';
import { recordingExceptions } from './exception-services.ts';
import type { Services } from '../../../server/http/services.ts';

const AT = '2026-11-21T09:30:00.000Z';
const push = { key: 'ABCDEFGHIJKLMNOP', state: 'accepted' as const, message: null, code: null, fixer: null, orderNumber: null, link: null, acceptedAt: AT, sentAt: null, nextTryAt: null };
const row = (orgId: string) => ({ ...push, orgId, opportunityId: '006000000000001AAA', cycle: 0, origin: 'button' as const, connection: null, company: null, attempts: 0, updatedAt: AT });

const certificateFor = (orgId: string, key: string) => ({
  key, orgId, opportunityId: '006000000000001AAA', correlationId: null, connection: null, company: null, intent: { cycle: 0, origin: 'button', actor: null, wantedAt: AT, acceptedAt: AT },
  state: 'accepted', attempts: 0, steps: [], order: null, readBack: null, released: null, writtenBack: null, lookUp: { at: AT, answered: false, problem: 'nobody asked', orders: [], lastAnsweredAt: null },
  verdict: 'unknown' as const, statement: 'Nothing is known.', trail: [],
});

const step = (name: 'created' | 'invoiced' | 'paid') => ({ step: name, on: null });
const paidOrder = {
  state: 'live' as const, asOf: AT, problem: null,
  data: {
    push: null, checkedAt: null, reports: ['created' as const, 'invoiced' as const, 'paid' as const], canSend: false, cannotSendBecause: null, cannotSendCode: null,
    order: { company: 'usmf', number: 'SO-1', customerNumber: 'C-1', currency: 'USD', status: 'invoiced', steps: [step('created'), step('invoiced'), step('paid')], cancelled: false, held: false, lines: [], total: null, createdAt: null, requestedDate: null, reference: null, customerPurchaseOrder: null, link: null },
  },
};

export interface ServiceCall {
  name: keyof Services;
  orgId: string;
}

/** Stands where panels and orders will stand: writes down for which org it was asked and knows one push, of the org `owner`. */
export function recordingServices(calls: ServiceCall[], owner: string): Services {
  const note = (name: keyof Services, orgId: string): void => { calls.push({ name, orgId }); };
  const owned = (orgId: string, key: string): void => { if (orgId !== owner) throw new CrossledgerError('record.unknown', { what: 'Push', id: key }); };
  return {
    readAccountPanels: async (caller) => { note('readAccountPanels', caller.orgId); return { connection: 'main', company: 'usmf', parts: {} }; },
    readOpportunityPanels: async (caller) => { note('readOpportunityPanels', caller.orgId); return { connection: null, company: null, parts: { order: paidOrder } }; },
    readProductPanels: async (caller) => { note('readProductPanels', caller.orgId); return { connection: 'main', company: 'usmf', parts: {} }; },
    sendOrder: async (caller) => { note('sendOrder', caller.orgId); return push; },
    sendOrderAsOperator: async (who) => { note('sendOrderAsOperator', who.orgId); return push; },
    wakeOutbox: (orgId) => { note('wakeOutbox', orgId); },
    listPushes: async (orgId) => { note('listPushes', orgId); return { rows: orgId === owner ? [row(orgId)] : [], counts: {}, next: null }; },
    showPush: async (orgId, key) => { note('showPush', orgId); owned(orgId, key); return { ...row(orgId), steps: [], plan: null }; },
    retryPush: async (orgId, key) => { note('retryPush', orgId); owned(orgId, key); return row(orgId); },
    ...recordingChecks(note),
    ...recordingExceptions(note, owned, push),
    listWarehouses: async (orgId) => { note('listWarehouses', orgId); return { rows: [] }; },
    mappings: recordingMappings(note),
    listAudit: async (orgId) => { note('listAudit', orgId); return { rows: [], next: null }; },
    exportAudit: async function* (orgId) { note('exportAudit', orgId); yield `${JSON.stringify({ end: true, count: 0, lastSeq: null, lastHash: '0'.repeat(64) })}\n`; },
    orderCertificate: async (orgId, key) => { note('orderCertificate', orgId); return certificateFor(orgId, key); },
    readConnectionHealth: async (orgId) => { note('readConnectionHealth', orgId); return { rows: [] }; },
    runDoctor: async (orgId) => { note('runDoctor', orgId); return { ok: true, checkedAt: AT, checks: [] }; },
    readPages: async (orgId) => { note('readPages', orgId); return { rows: [], more: false }; },
    tryConnection: async ({ orgId }) => { note('tryConnection', orgId); return { companies: [] }; },
    probeConnection: async (orgId) => { note('probeConnection', orgId); return { ok: true, companies: [], findings: [] }; },
  };
}
