import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Sentence } from './install-packages.js';

export interface Ports {
  page: number;
  backend: number;
  salesforce: number;
  fno: number;
  businessCentral: number;
}

const NAMES = ['page', 'backend', 'salesforce', 'fno', 'businessCentral'] as const satisfies readonly (keyof Ports)[];

/** Five ports from `base` on; 0 takes any free ones, which stay the same over restarts of single parts. */
export async function choosePorts(base: number): Promise<Ports> {
  const chosen = base === 0 ? await findFreePorts(NAMES.length) : NAMES.map((_, index) => base + index);
  return Object.fromEntries(NAMES.map((name, index) => [name, chosen[index]])) as unknown as Ports;
}

/** Throws a Sentence that names the first port which somebody else uses. */
export async function checkPorts(ports: Ports): Promise<void> {
  for (const name of NAMES) {
    const server = createServer().listen(ports[name], '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${code ?? 'unknown reason'})`;
      throw new Sentence(`Port ${ports[name]}, meant for ${name}, ${why}. End that program, or take other ports: npm run demo -- --port-base 5280`);
    }
    server.close();
    await once(server, 'close');
  }
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  for (const server of servers) server.close();
  await Promise.all(servers.map((server) => once(server, 'close')));
  return ports;
}
