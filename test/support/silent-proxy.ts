import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SilentProxy {
  /** Port of 127.0.0.1 that leads to the far end. */
  port: number;
  /** From now on nothing passes the connections that are open, and nobody is told. New ones pass. */
  silence(): void;
  close(): void;
}

/** Stands between two ends, and can let one vanish without a word, as a network does that loses its way. */
export async function startSilentProxy(farPort: number): Promise<SilentProxy> {
  const pairs = new Set<[Socket, Socket]>();
  const silent = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    const pair: [Socket, Socket] = [near, connect(farPort, '127.0.0.1')];
    pairs.add(pair);
    for (const [from, to] of [pair, [pair[1], pair[0]]] as const) {
      from.pipe(to);
      // Of a pair that is silent neither end hears of the other's.
      from.on('error', () => from.destroy()).on('close', () => { if (pairs.has(pair)) to.destroy(); });
    }
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    port: (server.address() as AddressInfo).port,
    silence() {
      for (const pair of pairs) {
        pairs.delete(pair);
        silent.add(pair);
        for (const one of pair) one.unpipe().resume();
      }
    },
    close() {
      server.close();
      for (const pair of [...pairs, ...silent]) for (const one of pair) one.destroy();
    },
  };
}
