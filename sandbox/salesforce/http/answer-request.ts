import { header, makeRequest, type WireReply, type WireRequest } from '../../common/wire.ts';
import { OrgError, type OrgUser } from '../org.ts';
import { answerApex, apexPrefix } from './apex.ts';
import { answerIdentity, answerUserInfo } from './auth/identity.ts';
import { answerRevoke, answerToken } from './auth/oauth.ts';
import type { Session } from './auth/sessions.ts';
import type { OrgContext } from './call.ts';
import { noResource, OAuthError, RestError, toWireErrors } from './errors.ts';
import { json } from './reply.ts';
import { limitHeader, listVersions } from './resources.ts';
import { answerRest } from './router.ts';
import { answerSoap, soapPrefix } from './soap/answer-soap.ts';

/** Address and headers together may take so many bytes (salesforce.md §3.3). */
const mostHeaderBytes = 16_384;

/** Answers everything that is not the test's hand. */
export async function answerRequest(context: OrgContext, request: WireRequest): Promise<WireReply> {
  try {
    checkLengths(request);
    // The CLI joins an instance URL that ends in a slash with paths that begin with one.
    return await dispatch(context, request.path.startsWith('//') ? makeRequest(request.method, request.url.slice(1), request.headers, request.body) : request);
  } catch (cause) {
    if (cause instanceof OAuthError) return json(cause.status, { error: cause.error, error_description: cause.message });
    if (cause instanceof RestError || cause instanceof OrgError) {
      const { status, body } = toWireErrors(cause);
      return json(status, body, status === 401 ? { 'www-authenticate': 'Token' } : {});
    }
    process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
    return json(500, [{ message: 'An unexpected error occurred. Please include this ErrorId if you contact support: 0', errorCode: 'UNKNOWN_EXCEPTION' }]);
  }
}

async function dispatch(context: OrgContext, request: WireRequest): Promise<WireReply> {
  const path = request.path.replace(/\/$/, '');
  if (path === '/services/oauth2/token' && request.method === 'POST') return answerToken(context, request);
  if (path === '/services/oauth2/revoke') return answerRevoke(context, request);
  if (path === '/services/data' && request.method === 'GET') return listVersions();
  if (path.startsWith(soapPrefix) && request.method === 'POST') return answerSoap(context, request);
  const session = findSession(context, request);
  if (path === '/services/oauth2/userinfo') return answerUserInfo(context, userOf(context, session));
  if (path.startsWith('/id/')) return answerIdentity(context, userOf(context, session));
  if (path.startsWith(apexPrefix) && request.method === 'POST') return answerApex(context, session, request);
  if (!path.startsWith('/services/data/')) throw noResource();
  context.usage.used += 1;
  context.callOptions.note(request);
  const reply = await answerRest(context, session, request);
  return { ...reply, headers: { ...reply.headers, ...limitHeader(context) } };
}

function findSession(context: OrgContext, request: WireRequest): Session {
  const token = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(header(request, 'authorization') ?? '')?.[1];
  const session = token === undefined ? undefined : context.sessions.find(token);
  if (!session) throw new RestError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  return session;
}

function userOf(context: OrgContext, session: Session): OrgUser {
  const user = context.org.users.find((one) => one.id === session.userId);
  if (!user) throw new RestError(403, 'FORBIDDEN', 'Bad_OAuth_Token');
  return user;
}

function checkLengths(request: WireRequest): void {
  if (request.url.length > mostHeaderBytes) throw new RestError(414, 'URI_TOO_LONG', 'URI Too Long');
  const bytes = Object.entries(request.headers).reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, request.url.length);
  if (bytes > mostHeaderBytes) throw new RestError(431, 'REQUEST_HEADER_FIELDS_TOO_LARGE', 'Request Header Fields Too Large');
}
