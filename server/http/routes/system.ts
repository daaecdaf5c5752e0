import { ENDPOINTS } from '../../contract/index.ts';
import { describeAsOpenApi } from '../../contract/openapi.ts';
import * as contract from '../../contract/system.ts';
import type { HttpOptions } from '../http.ts';
import type { Metrics } from '../metrics.ts';
import { refuse } from '../refuse.ts';
import { handle, type Route } from '../route.ts';

export function systemRoutes(options: HttpOptions, metrics: Metrics): Route[] {
  const document = describeAsOpenApi(ENDPOINTS, options.version);
  return [
    handle(contract.healthz, () => ({ status: 'up' as const })),
    {
      ...handle(contract.readyz, async () => ({ status: (await isReady(options)) ? 'up' as const : 'down' as const })),
      statusOf: (reply) => ((reply as { status: string }).status === 'up' ? 200 : 503),
    },
    handle(contract.openapi, () => document),
    handle(contract.metrics, () => metrics.text()),
    handle(contract.whoami, async ({ caller, requestId }) => {
      const org = await options.registry.org(caller.orgId);
      if (org === null) throw refuse('org went away');
      return { orgId: org.id, orgName: org.name, userId: caller.userId, sandbox: org.sandbox, permissions: caller.permissions, skewSeconds: caller.skewSeconds, requestId };
    }),
  ];
}

async function isReady(options: HttpOptions): Promise<boolean> {
  try {
    return await options.isReady();
  } catch (error) {
    options.log.warn('readiness.failed', { reason: error instanceof Error ? error.message : 'unknown' });
    return false;
  }
}
