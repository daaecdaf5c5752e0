import { exportLines } from '../audit/export-lines.ts';
import { readTrail } from '../audit/trail.ts';
import type { Services } from '../http/services.ts';
import { instant } from '../kernel/clock.ts';
import { toId18 } from '../kernel/ids.ts';
import { certificateOf } from '../orders/certificate.ts';
import type { OrdersDeps } from '../orders/deps.ts';

/** The trail and the proof of an order, over the store and the ERPs that the order path uses. */
export const auditServices = (orders: OrdersDeps): Pick<Services, 'listAudit' | 'exportAudit' | 'orderCertificate'> => ({
  listAudit: (orgId, { opportunity, after, ...query }) => readTrail(orders.db, orgId, { ...query, opportunityId: opportunity === undefined ? undefined : toId18(opportunity), before: after }),
  exportAudit: (orgId, query) => exportLines(orders.db, orgId, query, instant(orders.clock.now())),
  orderCertificate: (orgId, key, requestId) => certificateOf(orders, orgId, key, requestId),
});
