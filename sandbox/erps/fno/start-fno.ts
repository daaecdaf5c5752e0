import { listenFarEnd, type FarEnd } from '../../common/listen.ts';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { ErpEndpoint, ErpOptions } from '../erp-options.ts';
import { makeTokenService, type TokenService } from '../odata/token-service.ts';
import { openSeededStore } from '../seeded-store.ts';
import { answerAdvance } from './advance.ts';
import { answerBatch } from './batch.ts';
import { routeData } from './route.ts';
import { answerReshape, restoreShape } from './reshape.ts';
import { seedFno } from './seed/index.ts';
import { makeTables, metadataXml, readModel, tableOf, type World } from './world.ts';

export interface RunningFno extends ErpEndpoint {
  readonly farEnd: FarEnd;
  readonly close: () => Promise<void>;
}

const clientId = '11111111-1111-1111-1111-111111111111';
const clientSecret = 'fno-sandbox-secret';
const tenant = '00000000-0000-0000-0000-000000000000';

/** Starts a simulated Finance and Supply Chain Management environment. */
export async function startFno(options: ErpOptions): Promise<RunningFno> {
  const world = makeWorld(options);
  let baseUrl = '';
  const tokens = makeTokenService({ id: clientId, secret: clientSecret, scope: () => `${baseUrl}/.default` }, options.tokenLifeSeconds ?? 3599);
  const farEnd = await listenFarEnd({
    port: options.port,
    handle: (request) => answer(world, tokens, request),
    expireTokens: () => tokens.expireAll(),
    reset() {
      world.sequences.clear();
      world.store.reset();
      restoreShape(world);
    },
    admin: (request) => answerReshape(world, request) ?? answerAdvance(world, request),
  });
  baseUrl = farEnd.baseUrl;
  return {
    farEnd,
    baseUrl,
    tokenUrl: `${baseUrl}/${tenant}/oauth2/v2.0/token`,
    scope: `${baseUrl}/.default`,
    clientId,
    clientSecret,
    company: world.defaultCompany,
    faults: `${baseUrl}/__sandbox/faults`,
    async close() {
      await farEnd.close();
      world.store.close();
    },
  };
}

function makeWorld(options: ErpOptions): World {
  const model = readModel();
  const tables = makeTables(model);
  const opened = openSeededStore({ ...options, name: 'fno', tables, seedFrom: (catalogue, put) => seedFno(catalogue, (set, row) => put(tableOf({ tables }, set), row)) });
  return { metadata: metadataXml, model, tables, ...opened, defaultCompany: 'usmf', sequences: new Map() };
}

function answer(world: World, tokens: TokenService, request: WireRequest): WireReply {
  const issued = tokens.answer(request);
  if (issued) return issued;
  if (!tokens.isAccepted(request)) return { status: 401, headers: { 'www-authenticate': 'Bearer' } };
  if (request.path === '/data/$batch' || request.path === '/data/%24batch') {
    return request.method === 'POST' ? answerBatch(world, request) : { status: 405 };
  }
  return routeData(world, request, (work) => world.store.transact(work));
}
