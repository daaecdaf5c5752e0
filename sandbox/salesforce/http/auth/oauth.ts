import { createHmac, timingSafeEqual } from 'node:crypto';
import { header, type WireReply, type WireRequest } from '../../../common/wire.ts';
import type { OrgUser } from '../../org.ts';
import type { OrgContext } from '../call.ts';
import { OAuthError } from '../errors.ts';
import { json } from '../reply.ts';
import { checkAssertion } from './assertion.ts';
import type { RegisteredClient } from './clients.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

type Grant = (context: OrgContext, form: URLSearchParams, request: WireRequest) => Promise<{ user: OrgUser; clientId: string }>;

const grants: Readonly<Record<string, Grant>> = {
  [jwtBearer]: async (context, form) => {
    const { client, username } = await checkAssertion(form.get('assertion') ?? '', context.clients, context.instanceUrl);
    return { user: findUser(context, username), clientId: client.clientId };
  },
  client_credentials: async (context, form, request) => {
    const client = checkSecret(context, form, request);
    return { user: findUser(context, client.usernames[0] ?? ''), clientId: client.clientId };
  },
  refresh_token: async (context, form) => {
    const known = context.sessions.findRefresh(form.get('refresh_token') ?? '');
    if (!known) throw new OAuthError('invalid_grant', 'expired access/refresh token');
    const user = context.org.users.find((one) => one.alias === known.alias);
    if (!user) throw new OAuthError('invalid_grant', 'user is inactive');
    return { user, clientId: known.clientId };
  },
};

export async function answerToken(context: OrgContext, request: WireRequest): Promise<WireReply> {
  const form = readForm(request);
  const grant = grants[form.get('grant_type') ?? ''];
  if (!grant) throw new OAuthError('unsupported_grant_type', 'grant type not supported');
  const { user, clientId } = await grant(context, form, request);
  const session = context.sessions.open(user, clientId);
  const id = identityUrl(context, user);
  const issuedAt = String(Date.now());
  return json(200, {
    access_token: session.token,
    signature: createHmac('sha256', clientId).update(id + issuedAt).digest('base64'),
    scope: 'api web refresh_token',
    instance_url: context.instanceUrl,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  });
}

export function answerRevoke(context: OrgContext, request: WireRequest): WireReply {
  const token = (request.method === 'GET' ? request.query : readForm(request)).get('token') ?? '';
  if (!context.sessions.revoke(token)) throw new OAuthError('unsupported_token_type', 'this token is not supported');
  return { status: 200, body: '' };
}

export function identityUrl(context: OrgContext, user: OrgUser): string {
  return `${context.instanceUrl}/id/${context.org.id}/${user.id}`;
}

function readForm(request: WireRequest): URLSearchParams {
  return new URLSearchParams(request.text);
}

function findUser(context: OrgContext, username: string): OrgUser {
  const user = context.org.users.find((one) => one.username.toLowerCase() === username.toLowerCase());
  if (!user) throw new OAuthError('invalid_grant', 'no client credentials user enabled');
  return user;
}

function checkSecret(context: OrgContext, form: URLSearchParams, request: WireRequest): RegisteredClient {
  const [basicId, basicSecret] = readBasic(request);
  const client = context.clients.find(form.get('client_id') ?? basicId);
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!client.secret || !equal(form.get('client_secret') ?? basicSecret, client.secret)) throw new OAuthError('invalid_client', 'invalid client credentials');
  return client;
}

function readBasic(request: WireRequest): [string, string] {
  const encoded = /^Basic (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))];
}

function equal(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
