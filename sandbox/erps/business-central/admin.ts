import { z } from 'zod';
import type { WireReply, WireRequest } from '../../common/wire.ts';
import { takeStock } from './take-stock.ts';
import { findWhere, tableOf, type World } from './world.ts';

const lag = z.strictObject({ lagMs: z.number().int().min(0) });
const step = z.strictObject({ to: z.enum(['Draft', 'In_x0020_Review', 'Open', 'Shipped']) });

/** `PUT /__sandbox/replica {lagMs}`, and the clerk's work on orders, which v2.0 has no route for: `POST /__sandbox/orders/{company}/{number}/advance {to}`. */
export function answerBusinessCentralAdmin(world: World, request: WireRequest): WireReply | undefined {
  if (request.path === '/__sandbox/replica' && request.method === 'PUT') {
    const parsed = lag.safeParse(JSON.parse(request.text));
    if (!parsed.success) return { status: 400, body: { message: 'Expected {"lagMs": number}' } };
    world.replicaLagMs = parsed.data.lagMs;
    return { status: 204 };
  }
  const match = /^\/__sandbox\/orders\/([^/]+)\/([^/]+)\/advance$/.exec(decodeURIComponent(request.path));
  return match && request.method === 'POST' ? advance(world, match[1] ?? '', match[2] ?? '', request.text) : undefined;
}

function advance(world: World, company: string, number: string, text: string): WireReply {
  const parsed = step.safeParse(JSON.parse(text));
  if (!parsed.success) return { status: 400, body: { message: 'Expected {"to": "Draft" | "In_x0020_Review" | "Open" | "Shipped"}' } };
  const order = findWhere(world, 'salesOrders', company, 'number', number)[0];
  if (!order) return { status: 404, body: { message: `No order ${number} in ${company}` } };
  const { to } = parsed.data;
  world.store.transact((writer) => {
    const lastModifiedDateTime = new Date().toISOString();
    writer.update(tableOf(world, 'salesOrders'), order, to === 'Shipped' ? { fullyShipped: true, status: 'Open', lastModifiedDateTime } : { status: to, lastModifiedDateTime });
    if (to !== 'Shipped') return;
    for (const line of findWhere(world, 'salesOrderLines', company, 'documentId', order.row['id'])) {
      takeStock(world, company, line.row, writer);
      writer.update(tableOf(world, 'salesOrderLines'), line, { shippedQuantity: line.row['quantity'], shipQuantity: 0 });
    }
  });
  return { status: 200, body: { order: number, status: to } };
}
