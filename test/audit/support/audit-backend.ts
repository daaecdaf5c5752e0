import { record } from '../../../server/audit/audit.ts';
import { orderKey, toId18 } from '../../../server/kernel/ids.ts';
import { advancePush } from '../../../server/orders/advance.ts';
import { insertPush } from '../../../server/store/pushes.ts';
import { auditServices } from '../../../server/wiring/audit.ts';
import { startBackend, type TestBackend } from '../../http/support/backend.ts';
import { createFakeErp } from '../../support/fake-erp.ts';
import { createFakeOrg, sampleDeal } from '../../support/fake-org.ts';
import { orderDeps } from '../../support/order-bench.ts';

export interface AuditBackend {
  backend: TestBackend;
  /** An org with an order that went through, and 5 entries of `setting.changed`. */
  orgId: string;
  key: string;
  opportunityId: string;
  stop(): Promise<void>;
}

/** A backend with the real trail and certificate behind its routes, over the order path against an ERP in memory. */
export async function startAuditBackend(): Promise<AuditBackend> {
  const erp = createFakeErp(null);
  const opportunityId = toId18('006000000000041');
  const org = createFakeOrg(sampleDeal({ id: opportunityId }));
  const backend = await startBackend({ services: (store) => auditServices(orderDeps(store, org, erp)) });
  const orgId = backend.a.id;
  const key = orderKey(orgId, opportunityId, 0);
  await insertPush(backend.store.db, { orgId, key, opportunityId, cycle: 0, origin: 'won', correlationId: 'a0X000000000041AAA' });
  await advancePush(orderDeps(backend.store, org, erp), orgId, key);
  for (let index = 1; index <= 5; index += 1) {
    await record(backend.store.db, { orgId, actor: 'operator:Otto (1)', action: 'setting.changed', subject: `setting/${index}`, reason: 'audit, ümlaut "quoted"', before: { value: index - 1 }, after: { value: index }, requestId: `request-${index}` });
  }
  return { backend, orgId, key, opportunityId, stop: () => backend.stop() };
}
