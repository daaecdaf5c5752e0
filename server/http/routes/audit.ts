import * as contract from '../../contract/audit.ts';
import { toId18 } from '../../kernel/ids.ts';
import { handle, type Call, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const auditRoutes = (services: Services): Route[] => [
  handle(contract.listAudit, ({ params, query }) => services.listAudit(toId18(params.orgId), query)),
  {
    endpoint: contract.exportAudit,
    run: async (call) => {
      const { params, query } = call as Call<typeof contract.exportAudit>;
      return services.exportAudit(toId18(params.orgId), query);
    },
  },
  handle(contract.readCertificate, ({ caller, params, requestId }) => services.orderCertificate(caller.orgId, params.key.toUpperCase(), requestId)),
  handle(contract.showCertificate, ({ params, requestId }) => services.orderCertificate(toId18(params.orgId), params.key.toUpperCase(), requestId)),
];
