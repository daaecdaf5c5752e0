import { listenFarEnd, type FarEnd } from '../../common/listen.ts';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { ErpEndpoint, ErpOptions } from '../erp-options.ts';
import { ODataProblem } from '../odata/problem.ts';
import { makeTokenService, type TokenService } from '../odata/token-service.ts';
import { openSeededStore } from '../seeded-store.ts';
import { answerBusinessCentralAdmin } from './admin.ts';
import { answerBatch } from './batch.ts';
import { makeConcurrencyGate } from './concurrency.ts';
import { jsonHeaders, toReply } from './problems.ts';
import { routeApi } from './route.ts';
import { seedBusinessCentral } from './seed/index.ts';
import { makeTables, readApis, tableOf, type World } from './world.ts';

export interface BusinessCentralOptions extends ErpOptions {
  /** How far reads with `Data-Access-Intent: ReadOnly` lag; 2000 when absent. */
  readonly replicaLagMs?: number;
  /** Time each request holds one of the five places at least; 2 when absent. */
  readonly serviceMs?: number;
}

export interface RunningBusinessCentral extends ErpEndpoint {
  readonly farEnd: FarEnd;
  /** Tenant and environment part: the API stands at `{baseUrl}{environmentPath}/api/v2.0`. */
  readonly environmentPath: string;
  readonly close: () => Promise<void>;
}

const clientId = '22222222-2222-2222-2222-222222222222';
const clientSecret = 'business-central-sandbox-secret';
const tenant = '00000000-0000-0000-0000-000000000000';

/** Starts a simulated Business Central environment. */
export async function startBusinessCentral(options: BusinessCentralOptions): Promise<RunningBusinessCentral> {
  const world = makeWorld(options);
  let baseUrl = '';
  const tokens = makeTokenService({ id: clientId, secret: clientSecret, scope: () => `${baseUrl}/.default` }, options.tokenLifeSeconds ?? 3599);
  const farEnd = await listenFarEnd({
    port: options.port,
    handle: (request) => answer(world, tokens, request),
    admit: makeConcurrencyGate({ running: 5, queued: 95, serviceMs: options.serviceMs ?? 2 }),
    expireTokens: () => tokens.expireAll(),
    reset() {
      world.sequences.clear();
      world.store.reset();
    },
    admin: (request) => answerBusinessCentralAdmin(world, request),
  });
  baseUrl = farEnd.baseUrl;
  return {
    farEnd,
    baseUrl,
    environmentPath: `/v2.0/${tenant}/Production`,
    tokenUrl: `${baseUrl}/${tenant}/oauth2/v2.0/token`,
    scope: `${baseUrl}/.default`,
    clientId,
    clientSecret,
    company: world.catalogue.companies[0]?.businessCentral.id ?? '',
    faults: `${baseUrl}/__sandbox/faults`,
    async close() {
      await farEnd.close();
      world.store.close();
    },
  };
}

function makeWorld(options: BusinessCentralOptions): World {
  const apis = readApis();
  const tables = makeTables(apis);
  const opened = openSeededStore({ ...options, name: 'business-central', tables, seedFrom: (catalogue, put) => seedBusinessCentral(catalogue, (set, row) => put(tableOf({ tables }, set), row)) });
  return { ...apis, tables, ...opened, sequences: new Map(), replicaLagMs: options.replicaLagMs ?? 2000 };
}

function answer(world: World, tokens: TokenService, request: WireRequest): WireReply {
  const issued = tokens.answer(request);
  if (issued) return issued;
  if (!tokens.isAccepted(request)) {
    const refusal = toReply(new ODataProblem(401, 'Authentication_InvalidCredentials', 'The server has rejected the client credentials.'));
    return { ...refusal, headers: { ...jsonHeaders, 'www-authenticate': 'Bearer' } };
  }
  if (/\/api\/v2\.0\/(?:\$|%24)batch$/.test(request.path)) return request.method === 'POST' ? answerBatch(world, request) : { status: 405 };
  return routeApi(world, request, (work) => world.store.transact(work));
}
