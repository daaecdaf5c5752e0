import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on any free port of 127.0.0.1, prints the ready line of a part, and ends at SIGTERM. */
export function announce(server: Server): void {
  server.keepAliveTimeout = 60_000;
  process.once('SIGTERM', () => process.exit(0));
  server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ ready: true, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })));
}
