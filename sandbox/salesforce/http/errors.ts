import { OrgError, type SaveError } from '../org.ts';

export interface WireError {
  message: string;
  errorCode: string;
  fields?: string[];
  [more: string]: unknown;
}

/** A refusal as REST says it: an array of errors with one status. */
export class RestError extends Error {
  readonly status: number;
  readonly body: readonly WireError[];
  constructor(status: number, errorCode: string, message: string, fields?: string[]) {
    super(message);
    this.status = status;
    this.body = [{ message, errorCode, ...(fields && { fields }) }];
  }
}

/** A refusal as the OAuth endpoints say it: an object, not an array. */
export class OAuthError extends Error {
  readonly error: string;
  readonly status: number;
  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

/** Codes that REST answers with another status than 400. */
const statuses: Readonly<Record<string, number>> = {
  INVALID_SESSION_ID: 401,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 403,
  API_DISABLED_FOR_ORG: 403,
  REQUEST_LIMIT_EXCEEDED: 403,
  NOT_FOUND: 404,
  ENTITY_IS_DELETED: 404,
  METHOD_NOT_ALLOWED: 405,
  SERVER_UNAVAILABLE: 503,
};

export function statusOf(errorCode: string): number {
  return statuses[errorCode] ?? 400;
}

export function toWireErrors(cause: RestError | OrgError): { status: number; body: readonly WireError[] } {
  if (cause instanceof RestError) return { status: cause.status, body: cause.body };
  const { errorCode, message, fields } = cause;
  return { status: statusOf(errorCode), body: [{ message, errorCode, ...(fields.length > 0 && { fields }) }] };
}

/** Row errors say `statusCode` in collections and `errorCode` where one row is the whole request (salesforce.md §3.3). */
export function throwSaveErrors(errors: readonly SaveError[]): never {
  const [first] = errors;
  const failure = new RestError(statusOf(first?.statusCode ?? ''), first?.statusCode ?? 'UNKNOWN_EXCEPTION', first?.message ?? 'The row was not saved');
  throw Object.assign(failure, { body: errors.map(({ statusCode, message, fields }) => ({ message, errorCode: statusCode, fields })) });
}

export function noResource(): RestError {
  return new RestError(404, 'NOT_FOUND', 'The requested resource does not exist');
}
