import { randomBytes } from 'node:crypto';
import type { OrgUser } from '../../org.ts';

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly alias: OrgUser['alias'];
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface Sessions {
  /** Makes an access token of the form that clients recognise, `00D…!…` (salesforce.md §3.2). */
  open(user: OrgUser, clientId: string, forMs?: number): Session;
  find(token: string): Session | undefined;
  openRefresh(user: OrgUser, clientId: string): string;
  findRefresh(token: string): { alias: OrgUser['alias']; clientId: string } | undefined;
  /** Takes an access or a refresh token; true when it was known. */
  revoke(token: string): boolean;
  /** All access tokens become invalid; refresh tokens stay. */
  expireAll(): void;
}

export function makeSessions(orgId: string, lifetimeMs: number): Sessions {
  const sessions = new Map<string, Session>();
  const refreshTokens = new Map<string, { alias: OrgUser['alias']; clientId: string }>();
  return {
    open(user, clientId, forMs = lifetimeMs) {
      const token = `${orgId.slice(0, 15)}!AQ${randomWord(60)}`;
      const session = { token, userId: user.id, alias: user.alias, clientId, expiresAt: Date.now() + forMs };
      sessions.set(token, session);
      return session;
    },
    find(token) {
      const session = sessions.get(token);
      if (!session || session.expiresAt > Date.now()) return session;
      sessions.delete(token);
      return undefined;
    },
    openRefresh(user, clientId) {
      const token = `5Aep${randomWord(60)}`;
      refreshTokens.set(token, { alias: user.alias, clientId });
      return token;
    },
    findRefresh: (token) => refreshTokens.get(token),
    revoke: (token) => sessions.delete(token) || refreshTokens.delete(token),
    expireAll: () => sessions.clear(),
  };
}

function randomWord(bytes: number): string {
  return randomBytes(bytes).toString('base64url').replaceAll('-', '_');
}
