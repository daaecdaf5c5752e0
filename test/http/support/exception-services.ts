import type { ExceptionServices } from '../../../server/http/exception-services.ts';
import type { PushView } from '../../../server/contract/panels.ts';

const AT = '2026-11-21T09:30:00.000Z';

/** One exception, of the org that owns everything; the others are told that there is none. */
export function recordingExceptions(note: (name: keyof ExceptionServices, orgId: string) => void, owned: (orgId: string, id: string) => void, push: PushView): ExceptionServices {
  const row = (orgId: string, id: string) => ({
    id, orgId, kind: 'push' as const, state: 'open' as const, code: 'order.no-lines', cause: 'order.no-lines:ABCDEFGHIJKLMNOP', owner: 'rep' as const, sentence: 'The deal has no products.', fix: 'Add products.',
    key: push.key, opportunityId: '006000000000001AAA', accountId: null, connection: null, pushState: 'blocked', orderNumber: null, seen: 1, openedAt: AT, lastSeenAt: AT, resolution: null, resolvedBy: null, resolvedAt: null,
  });
  const one = (name: keyof ExceptionServices) => async (who: { orgId: string }, id: string) => {
    note(name, who.orgId);
    owned(who.orgId, id);
    return { ...row(who.orgId, id), before: null, after: null, edits: {} };
  };
  const decide = (name: keyof ExceptionServices) => async (who: { orgId: string }, key: string) => {
    note(name, who.orgId);
    owned(who.orgId, key);
    return push;
  };
  const ask = (name: keyof ExceptionServices) => async (caller: { orgId: string }) => {
    note(name, caller.orgId);
    return push;
  };
  return {
    listExceptions: async (orgId) => { note('listExceptions', orgId); return { rows: [], counts: {}, owners: {}, connections: [], causes: [], next: null }; },
    showException: (orgId, id) => one('showException')({ orgId }, id),
    retryException: one('retryException'),
    retryExceptions: async (who) => { note('retryExceptions', who.orgId); return { retried: 0, left: 0, next: null }; },
    editException: one('editException'),
    discardException: one('discardException'),
    cancelOrder: one('cancelOrder'),
    releaseOrder: ask('releaseOrder'),
    refuseOrder: ask('refuseOrder'),
    releasePush: decide('releasePush'),
    refusePush: decide('refusePush'),
  };
}
