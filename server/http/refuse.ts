import { CrossledgerError } from '../kernel/errors.ts';

/** The caller sees the same answer whatever the reason is; only the log line tells it. */
export const refuse = (reason: string): CrossledgerError => new CrossledgerError('auth.refused', {}, { cause: new Error(reason) });

export const forbid = (permission: string): CrossledgerError => new CrossledgerError('auth.forbidden', { permission });

export const invalid = (problem: string): CrossledgerError => new CrossledgerError('request.invalid', { problem });

/** In the path's own words, cut to the length of an id. */
export const unknownOrg = (orgId: string): CrossledgerError => new CrossledgerError('record.unknown', { what: 'Org', id: orgId.slice(0, 18) });

/** Whether the bearer token is a signed one with its two dots; an operator's token has none. */
export const isSigned = (header: string | undefined): boolean => (header ?? '').split('.').length === 3;

/** The token of `Authorization: Bearer …`. */
export function bearerOf(header: string | undefined): string {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? '')?.[1];
  if (token === undefined) throw refuse('no bearer token');
  return token;
}
