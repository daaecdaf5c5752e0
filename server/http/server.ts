import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

const MAX_HEADER_BYTES = 32_768;
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than common proxies keep an idle connection, so that they close it and not we under their next request. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const CLOSE_GRACE_MS = 10_000;

export interface RunningServer {
  /** `http://127.0.0.1:4281` */
  url: string;
  port: number;
  /** Takes no new connection, lets running requests end, and cuts what is left after ten seconds. */
  close(): Promise<void>;
}

/** Listens on host and port; port 0 takes any free one. */
export async function startServer(app: RequestListener, where: { host: string; port: number }): Promise<RunningServer> {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(where.port, where.host, () => { server.off('error', reject); resolve(); });
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${where.host.includes(':') ? `[${where.host}]` : where.host}:${port}`,
    close: () => new Promise((resolve, reject) => {
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS).unref();
      server.close((error) => { clearTimeout(cut); if (error) reject(error); else resolve(); });
      server.closeIdleConnections();
    }),
  };
}
