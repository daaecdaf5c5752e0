import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Clock } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Registry } from '../registry/registry.ts';
import { BODY_LIMIT_BYTES } from './body.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { serve, type PipelineOptions } from './pipeline.ts';
import { languageOf } from './language.ts';
import { fromFramework, sendProblem } from './problem.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Route } from './route.ts';
import { adminRoutes } from './routes/admin.ts';
import { auditRoutes } from './routes/audit.ts';
import { doctorRoutes } from './routes/doctor.ts';
import { exceptionRoutes } from './routes/exceptions.ts';
import { mappingRoutes } from './routes/mappings.ts';
import { operatorRoutes } from './routes/operators.ts';
import { checkRoutes } from './routes/check.ts';
import { orderRoutes } from './routes/orders.ts';
import { pairingRoutes } from './routes/pairing.ts';
import { panelRoutes } from './routes/panels.ts';
import { priceRoutes } from './routes/prices.ts';
import { systemRoutes } from './routes/system.ts';
import type { Services } from './services.ts';
import { startTrace, traceOf } from './trace.ts';

export interface HttpOptions {
  registry: Registry;
  services: Services;
  log: Log;
  clock: Clock;
  /** What the tokens of Salesforce orgs must name. */
  audience: string;
  /** Of this backend, for the OpenAPI document. */
  version: string;
  rates: { perOrgPerSecond: number; perUserPerSecond: number };
  /** Whether store and jobs answer; a rejection counts as no. */
  isReady: () => Promise<boolean>;
  /** Over all orgs, for the metrics. */
  pushesByState: () => Promise<Readonly<Record<string, number>>>;
}

const LIMIT_WORDS = '1 MB';

/** The Express application of the whole contract. */
export function createHttp(options: HttpOptions): Express {
  const metrics = createMetrics(options.pushesByState);
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('case sensitive routing').enable('strict routing').set('query parser', 'simple');
  app.use(startTrace({ log: options.log, clock: options.clock, metrics }), setSecurityHeaders);
  mount(app, allRoutes(options, metrics), { ...options, rateLimit: createRateLimit(options.clock) });
  app.use((req) => { throw new CrossledgerError('route.unknown', { method: req.method, path: req.path.slice(0, 200) }); });
  app.use(answerError);
  return app;
}

export const allRoutes = (options: HttpOptions, metrics: Metrics): Route[] => [
  ...systemRoutes(options, metrics), ...panelRoutes(options.services), ...orderRoutes(options.services), ...checkRoutes(options.services), ...priceRoutes(options.services), ...exceptionRoutes(options.services), ...adminRoutes(options.registry, options.services), ...operatorRoutes(options.registry),
  ...pairingRoutes(options.registry, options.audience),
  ...auditRoutes(options.services), ...mappingRoutes(options.services), ...doctorRoutes(options.services),
];

function mount(app: Express, routes: readonly Route[], options: PipelineOptions): void {
  const readBody = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  for (const [path, group] of Map.groupBy(routes, (route) => route.endpoint.path)) {
    const byMethod = new Map(group.map((route) => [route.endpoint.method as string, serve(route, options)]));
    const choose: RequestHandler = (req, res, next) => {
      const handler = byMethod.get(req.method);
      if (handler) return handler(req, res, next);
      res.setHeader('Allow', [...byMethod.keys()].join(', '));
      throw new CrossledgerError('route.method', { method: req.method, path: req.path.slice(0, 200) });
    };
    app.all(path, readBody, choose);
  }
}

const setSecurityHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'Strict-Transport-Security': 'max-age=31536000',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  next();
};

/** The one place where an error becomes an answer. Express knows it by its four parameters. */
const answerError: ErrorRequestHandler = (thrown, req, res, _next) => {
  const trace = traceOf(res);
  trace.error = fromFramework(thrown, LIMIT_WORDS);
  if (res.headersSent) res.destroy();
  else sendProblem(res, trace.error, trace.requestId, languageOf(req));
};
