import type { OrgClient } from './org-client.ts';

export const PAGE_USERS = ['rep', 'rep-de', 'plain', 'admin'] as const;
export type PageUserAlias = (typeof PAGE_USERS)[number];

/** What the page may know about the person in front of it; never a token. */
export interface PageUser {
  id: string;
  name: string;
  alias: PageUserAlias;
  locale: string;
  /** As the org writes it, `en_US` or `de`. */
  language: string;
  timeZone: string;
  customPermissions: string[];
}

const COOKIE = 'page-user';

export function isPageUser(value: unknown): value is PageUserAlias {
  return PAGE_USERS.some((alias) => alias === value);
}

/** The user that the browser's cookie names; the rep when it names none. */
export function readUserCookie(header: string | undefined): PageUserAlias {
  const named = header?.split(/;\s*/).find((part) => part.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return isPageUser(named) ? named : 'rep';
}

export function writeUserCookie(alias: PageUserAlias): string {
  return `${COOKIE}=${alias}; Path=/; HttpOnly; SameSite=Strict`;
}

interface UserInfo {
  user_id: string;
  name: string;
  locale?: string;
  language?: string;
  zoneinfo?: string;
  custom_permissions?: Record<string, boolean>;
}

/** Asks the org who the user is and which custom permissions they hold. */
export async function readPageUser(org: OrgClient, alias: PageUserAlias): Promise<PageUser> {
  const answer = await org.send(alias, 'GET', '/services/oauth2/userinfo');
  if (!answer.ok) throw new Error(`The org does not say who "${alias}" is: ${answer.status} ${await answer.text()}`);
  const info = (await answer.json()) as UserInfo;
  return {
    id: info.user_id,
    name: info.name,
    alias,
    locale: info.locale ?? 'en_US',
    language: info.language ?? 'en_US',
    timeZone: info.zoneinfo ?? 'UTC',
    customPermissions: Object.entries(info.custom_permissions ?? {}).flatMap(([name, held]) => (held ? [name] : [])),
  };
}
