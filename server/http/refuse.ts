import { CrossledgerError } from '../kernel/errors.ts';

/** The caller sees the same answer whatever the reason is; only the log line tells it. */
export const refuse = (reason: string): CrossledgerError => new CrossledgerError('auth.refused', {}, { cause: new Error(reason) });

export const forbid = (permission: string): CrossledgerError => new CrossledgerError('auth.forbidden', { permission });

export const invalid = (problem: string): CrossledgerError => new CrossledgerError('request.invalid', { problem });

/** The token of `Authorization: Bearer …`. */
export function bearerOf(header: string | undefined): string {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw refuse('no bearer token');
  return token;
}
