import { randomUUID } from 'node:crypto';
import { header, type WireReply, type WireRequest } from '../../common/wire.ts';

export interface Client {
  readonly id: string;
  readonly secret: string;
  /** The one scope that is served: `<base URL>/.default`. */
  readonly scope: () => string;
}

export interface TokenService {
  /** Answers `POST /{tenant}/oauth2/v2.0/token`; undefined for any other path. */
  answer(request: WireRequest): WireReply | undefined;
  isAccepted(request: WireRequest): boolean;
  expireAll(): void;
}

const pathShape = /^\/[^/]+\/oauth2\/v2\.0\/token$/;

/** A Microsoft-identity-like client-credentials endpoint with tokens that end. */
export function makeTokenService(client: Client, lifeSeconds: number): TokenService {
  const issued = new Map<string, number>();
  return {
    answer(request) {
      if (!pathShape.test(request.path)) return undefined;
      if (request.method !== 'POST') return { status: 405 };
      const form = new URLSearchParams(request.text);
      const refusal = refuse(form, client);
      if (refusal) return refusal;
      const token = randomUUID();
      issued.set(token, Date.now() + lifeSeconds * 1000);
      return { status: 200, body: { token_type: 'Bearer', expires_in: lifeSeconds, ext_expires_in: lifeSeconds, access_token: token } };
    },
    isAccepted(request) {
      const token = /^Bearer (.+)$/i.exec(header(request, 'authorization') ?? '')?.[1] ?? '';
      return (issued.get(token) ?? 0) > Date.now();
    },
    expireAll: () => issued.clear(),
  };
}

function refuse(form: URLSearchParams, client: Client): WireReply | undefined {
  if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.', 70003);
  if (form.get('client_id') !== client.id) return refusal(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.', 700016);
  if (form.get('client_secret') !== client.secret) return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.', 7000215);
  if (form.get('scope') !== client.scope()) return refusal(400, 'invalid_scope', 'AADSTS70011: The provided value for scope is not valid.', 70011);
  return undefined;
}

function refusal(status: number, error: string, description: string, code: number): WireReply {
  const trace = `Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: ${new Date().toISOString()}`;
  return { status, body: { error, error_description: `${description} ${trace}`, error_codes: [code] } };
}
