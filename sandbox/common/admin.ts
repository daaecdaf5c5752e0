import { z, ZodError } from 'zod';
import type { Faults } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import type { WireReply, WireRequest } from './wire.ts';

export interface AdminParts {
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly reset: () => void | Promise<void>;
  /** Further admin paths of one far end; undefined means "not mine". */
  readonly more?: (request: WireRequest) => WireReply | undefined | Promise<WireReply | undefined>;
}

export const adminPrefix = '/__sandbox/';

/** The test's hand on a far end: faults, request log, reset. Needs no token because it is not part of the wire. */
export async function answerAdmin(parts: AdminParts, request: WireRequest): Promise<WireReply> {
  const path = request.path.slice(adminPrefix.length - 1);
  try {
    const known = await answerKnown(parts, request.method, path, request);
    if (known) return known;
    return (await parts.more?.(request)) ?? { status: 404, body: { message: `No admin path ${request.method} ${request.path}` } };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { status: 400, body: { message: cause.message } };
    if (cause instanceof ZodError) return { status: 400, body: { message: 'Not a fault', issues: cause.issues } };
    throw cause;
  }
}

async function answerKnown(parts: AdminParts, method: string, path: string, request: WireRequest): Promise<WireReply | undefined> {
  const { faults, log } = parts;
  switch (`${method} ${path}`) {
    case 'POST /faults': {
      const added = faults.add(JSON.parse(request.text));
      return { status: 201, body: { ids: added.map((fault) => fault.id), faults: added } };
    }
    case 'GET /faults':
      return { status: 200, body: faults.list() };
    case 'DELETE /faults':
      faults.clear();
      return { status: 204 };
    case 'GET /log':
      return { status: 200, body: log.list() };
    case 'POST /log':
      log.keepBodies(z.strictObject({ bodies: z.boolean() }).parse(JSON.parse(request.text)).bodies);
      return { status: 204 };
    case 'DELETE /log':
      log.clear();
      return { status: 204 };
    case 'POST /reset':
      await parts.reset();
      faults.clear();
      log.clear();
      return { status: 204 };
    default:
      if (method !== 'DELETE' || !path.startsWith('/faults/')) return undefined;
      return { status: faults.remove(path.slice('/faults/'.length)) ? 204 : 404 };
  }
}
