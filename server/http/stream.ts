import { once } from 'node:events';
import type { Response } from 'express';

export const isStream = (value: unknown): value is AsyncIterable<string> => typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/**
 * Sends pieces as they come and no faster than they are taken, so that memory stays flat. The first piece is made before the headers
 * go out: what fails until then is still answered as a problem; a later fault breaks the connection, so a cut answer is seen as one.
 */
export async function sendStream(res: Response, status: number, type: string, pieces: AsyncIterable<string>): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  try {
    for (let piece = await source.next(); piece.done !== true; piece = await source.next()) {
      if (!res.headersSent) res.status(status).type(type);
      if (!res.write(piece.value)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
      if (res.destroyed) return;
    }
    res.end();
  } finally {
    await source.return?.();
  }
}
