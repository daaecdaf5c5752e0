import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type FarName = 'fno' | 'bc' | 'salesforce' | 'database';
/** `before`: the far end has not seen it. `after`: the far end has done it and the backend does not know. `told`: the backend knows. */
export type Phase = 'before' | 'after' | 'told';

export interface NetEvent {
  far: FarName;
  label: string;
  phase: Phase;
  /** Breaks both halves of this connection. */
  cut(): void;
}

/** What is to be done about one event: nothing, or hold the bytes back so long. */
export type Verdict = { holdMs: number } | null;

export interface Proxy {
  port: number;
  close(): Promise<void>;
}

export interface ProxyOptions {
  far: FarName;
  target: number;
  labelOf: (bytes: Buffer) => string | null;
  /** Called synchronously, before the bytes of the event go on. */
  onEvent: (event: NetEvent) => Verdict;
}

/** A TCP proxy that knows where an exchange begins and ends, and shows each such moment before it lets it happen. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const far = connect({ port: options.target, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    join(options, client, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      open.forEach((socket) => socket.destroy());
      await once(server, 'close');
    },
  };
}

function join({ far: name, labelOf, onEvent }: ProxyOptions, client: Socket, far: Socket): void {
  const cut = (): void => {
    client.resetAndDestroy();
    far.destroy();
  };
  /** The exchange under way: its label until the answer came. */
  let label: string | null = null;
  const send = sender(cut);
  const back = sender(cut);
  const show = (text: string, phase: Phase): Verdict => onEvent({ far: name, label: text, phase, cut });
  client.on('data', (bytes: Buffer) => {
    const next = labelOf(bytes);
    const verdict = next === null ? null : show(next, 'before');
    if (next !== null) label = next;
    send(far, bytes, verdict);
  });
  far.on('data', (bytes: Buffer) => {
    const answered = label;
    label = null;
    if (answered === null) return back(client, bytes, null);
    const verdict = show(answered, 'after');
    back(client, bytes, verdict, () => show(answered, 'told'));
  });
  client.on('end', () => far.end());
  far.on('end', () => client.end());
  for (const [socket, other] of [[client, far], [far, client]] as const) {
    socket.on('error', () => other.destroy()); // the other side shall see that it broke
    socket.on('close', () => other.destroy());
  }
}

/** Writes in order, even when one piece is held back. */
function sender(cut: () => void): (to: Socket, bytes: Buffer, verdict: Verdict, then?: () => void) => void {
  let queue = Promise.resolve();
  let waiting = 0;
  const write = (to: Socket, bytes: Buffer, then?: () => void): void => {
    if (to.destroyed) return;
    to.write(bytes, () => then?.());
  };
  return (to, bytes, verdict, then) => {
    if (verdict === null && waiting === 0) return write(to, bytes, then);
    waiting += 1;
    queue = queue.then(async () => {
      if (verdict !== null) await new Promise((resolve) => { setTimeout(resolve, verdict.holdMs); });
      waiting -= 1;
      write(to, bytes, then);
    });
    queue.catch(cut);
  };
}
