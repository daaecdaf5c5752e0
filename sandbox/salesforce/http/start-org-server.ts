import { listenFarEnd, type FarEnd } from '../../common/listen.ts';
import type { MetadataService } from '../metadata/metadata-service.ts';
import type { Org, OrgUser } from '../org.ts';
import { answerOrgAdmin, findByAlias, openHandedOut } from './admin/answer-admin.ts';
import { makeCallOptionsLog } from './admin/call-options.ts';
import { makeRowFaults } from './admin/row-faults.ts';
import { makeValidationRules } from './admin/validation-rules.ts';
import { answerRequest } from './answer-request.ts';
import { makeClients, type ClientSettings } from './auth/clients.ts';
import { makeSessions } from './auth/sessions.ts';
import { makeBulkJobs } from './bulk/jobs.ts';
import type { OrgContext } from './call.ts';
import { makeLocators } from './query/locators.ts';
import { answerRest } from './router.ts';
import { makeTestRuns } from './tooling/test-runs.ts';

export interface OrgServerOptions {
  readonly org: Org;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clients?: readonly ClientSettings[];
  /** Called with all clients whenever one is registered or removed. */
  readonly keepClients?: (all: ClientSettings[]) => void;
  /** Two hours when absent. */
  readonly sessionMs?: number;
  /** Fifteen minutes when absent. */
  readonly locatorMs?: number;
  /** Makes the org anew from its seed; without it a reset keeps the rows. */
  readonly remake?: (old: Org) => Promise<Org>;
  /** Fills an org that has no deals, when it is asked to. */
  readonly seed?: (org: Org) => Promise<void>;
  /** The Metadata API; without it the org refuses deployments. */
  readonly metadata?: MetadataService;
}

export interface OrgServer {
  readonly instanceUrl: string;
  readonly port: number;
  readonly faults: FarEnd['faults'];
  readonly log: FarEnd['log'];
  /** The org as it is now: a reset replaces it. */
  readonly org: () => Org;
  issueToken(alias: OrgUser['alias']): string;
  close(): Promise<void>;
}

const dailyRequests = 100_000;

/** Serves one org on 127.0.0.1: OAuth, REST, UI API, the Apex endpoint of components, and the admin paths. */
export async function startOrgServer(options: OrgServerOptions): Promise<OrgServer> {
  const context = makeContext(options);
  const rules = makeValidationRules(() => context.org);
  const server = await listenFarEnd({
    port: options.port,
    handle: (request) => answerRequest(context, request),
    expireTokens: () => context.sessions.expireAll(),
    admin: (request) => answerOrgAdmin(context, rules, request),
    reset: async () => {
      rules.clear();
      context.rowFaults.clear();
      context.locators.expireAll();
      context.jobs.clear();
      context.callOptions.clear();
      await context.metadata?.deployments.idle();
      context.metadata?.clear();
      if (options.remake) context.org = await options.remake(context.org);
    },
  });
  context.instanceUrl = server.baseUrl;
  return {
    instanceUrl: server.baseUrl,
    port: server.port,
    faults: server.faults,
    log: server.log,
    org: () => context.org,
    issueToken: (alias) => openHandedOut(context, findByAlias(context, alias)),
    close: async () => {
      await server.close();
      await context.jobs.idle();
      await context.metadata?.deployments.idle();
    },
  };
}

function makeContext({ org, clients, keepClients, sessionMs, locatorMs, metadata, seed }: OrgServerOptions): OrgContext {
  return {
    org,
    instanceUrl: '',
    answerRest,
    sessions: makeSessions(org.id, sessionMs ?? 2 * 3_600_000),
    clients: makeClients(clients ?? [], keepClients ?? (() => undefined)),
    locators: makeLocators(locatorMs ?? 15 * 60_000),
    jobs: makeBulkJobs(),
    testRuns: makeTestRuns(),
    ...(metadata && { metadata }),
    ...(seed && { seed }),
    rowFaults: makeRowFaults(),
    callOptions: makeCallOptionsLog(),
    usage: { used: 0, limit: dailyRequests },
  };
}
