import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  note(endpoint: string, status: number, durationMs: number): void;
  text(): Promise<string>;
}

/** Prometheus figures of this process. Labels carry no org, no user, no record. */
export function createMetrics(pushesByState: () => Promise<Readonly<Record<string, number>>>): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter({ name: 'crossledger_requests_total', help: 'Requests answered', labelNames: ['endpoint', 'status'], registers: [register] });
  const durations = new Histogram({ name: 'crossledger_request_seconds', help: 'Time to answer', labelNames: ['endpoint'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers: [register] });
  new Gauge({
    name: 'crossledger_pushes', help: 'Pushes by state', labelNames: ['state'], registers: [register],
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries(await pushesByState())) this.set({ state }, count);
    },
  });
  return {
    note: (endpoint, status, durationMs) => {
      requests.inc({ endpoint, status: String(status) });
      durations.observe({ endpoint }, durationMs / 1000);
    },
    text: () => register.metrics(),
  };
}
