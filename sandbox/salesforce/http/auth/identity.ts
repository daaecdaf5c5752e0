import type { WireReply } from '../../../common/wire.ts';
import type { OrgUser } from '../../org.ts';
import type { OrgContext } from '../call.ts';
import { json } from '../reply.ts';
import { identityUrl } from './oauth.ts';

/** `GET /services/oauth2/userinfo`. */
export function answerUserInfo(context: OrgContext, user: OrgUser): WireReply {
  const { org } = context;
  return json(200, {
    sub: identityUrl(context, user),
    user_id: user.id,
    organization_id: org.id,
    preferred_username: user.username,
    nickname: user.alias,
    name: user.name,
    email: user.username,
    email_verified: true,
    zoneinfo: user.timeZone,
    locale: user.locale,
    language: user.language,
    user_type: 'STANDARD',
    active: true,
    custom_permissions: toFlags(user),
    urls: resourceUrls(context, user),
  });
}

/** `GET /id/{orgId}/{userId}`. */
export function answerIdentity(context: OrgContext, user: OrgUser): WireReply {
  const { org } = context;
  return json(200, {
    id: identityUrl(context, user),
    asserted_user: true,
    user_id: user.id,
    organization_id: org.id,
    username: user.username,
    nick_name: user.alias,
    display_name: user.name,
    email: user.username,
    email_verified: true,
    status: { created_date: null, body: null },
    active: true,
    user_type: 'STANDARD',
    language: user.language,
    locale: user.locale,
    timezone: user.timeZone,
    is_app_installed: true,
    custom_permissions: toFlags(user),
    urls: resourceUrls(context, user),
  });
}

function toFlags(user: OrgUser): Record<string, boolean> {
  return Object.fromEntries(user.customPermissions.map((name) => [name, true]));
}

function resourceUrls({ instanceUrl }: OrgContext, user: OrgUser): Record<string, string> {
  const data = `${instanceUrl}/services/data/v{version}`;
  return {
    rest: `${data}/`,
    sobjects: `${data}/sobjects/`,
    query: `${data}/query/`,
    recent: `${data}/recent/`,
    tooling_rest: `${data}/tooling/`,
    profile: `${instanceUrl}/${user.id}`,
    custom_domain: instanceUrl,
  };
}
