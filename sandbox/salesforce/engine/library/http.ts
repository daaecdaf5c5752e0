import { callInstance } from './dispatch.ts';
import { Scope } from '../runtime/frame.ts';
import type { Frame } from '../runtime/frame.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { ABlob } from '../values/temporal.ts';
import { Native } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { blob, int, str, stringList } from './arguments.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 120_000;
const MAX_BODY_BYTES = { sync: 6_000_000, async: 12_000_000 };

/** Headers and body, which requests and responses share. */
abstract class Message extends Native {
  readonly headers = new Map<string, [string, string]>();
  body: Buffer = Buffer.alloc(0);
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'setbody': this.body = Buffer.from(str(args, 0), 'utf8'); return null;
      case 'getbody': return this.body.toString('utf8');
      case 'setbodyasblob': this.body = blob(args, 0).bytes; return null;
      case 'getbodyasblob': return new ABlob(this.body);
      case 'setheader': this.headers.set(str(args, 0).toLowerCase(), [str(args, 0), str(args, 1)]); return null;
      case 'getheader': return this.headers.get(str(args, 0).toLowerCase())?.[1] ?? null;
      case 'getheaderkeys': return stringList([...this.headers.values()].map(([key]) => key));
      default: return super.call(name, args, frame) as Value;
    }
  }
}

export class HttpRequest extends Message {
  readonly kind = 'HttpRequest';
  endpoint = '';
  method = '';
  timeoutMs = DEFAULT_TIMEOUT_MS;
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'setendpoint': this.endpoint = str(args, 0); return null;
      case 'getendpoint': return this.endpoint;
      case 'setmethod': this.method = str(args, 0); return null;
      case 'getmethod': return this.method;
      case 'settimeout': this.timeoutMs = int(args, 0); return this.timeoutMs < 1 || this.timeoutMs > MAX_TIMEOUT_MS ? raise('CalloutException', 'Invalid timeout') : null;
      case 'setcompressed': return null;
      default: return super.call(name, args, frame);
    }
  }
}

export class HttpResponse extends Message {
  readonly kind = 'HttpResponse';
  status = '';
  statusCode = 0;
  override call(name: string, args: Value[], frame: Frame): Value {
    switch (name) {
      case 'setstatuscode': this.statusCode = int(args, 0); return null;
      case 'getstatuscode': return this.statusCode;
      case 'setstatus': this.status = str(args, 0); return null;
      case 'getstatus': return this.status;
      default: return super.call(name, args, frame);
    }
  }
}

export class Http extends Native {
  readonly kind = 'Http';
  override call(name: string, args: Value[], frame: Frame): Promise<Value> | Value {
    if (name !== 'send') return super.call(name, args, frame);
    const [request] = args;
    return request instanceof HttpRequest ? send(request, frame) : raiseNull();
  }
}

async function send(request: HttpRequest, frame: Frame): Promise<Value> {
  const { tx } = frame;
  tx.consume('callouts');
  if (!request.endpoint) raise('CalloutException', 'System.CalloutException: endpoint cannot be empty');
  if (!request.method) raise('CalloutException', 'System.CalloutException: method cannot be empty');
  if (tx.test) {
    if (!tx.test.mock) return raise('TypeException', 'Methods defined as TestMethod do not support Web service callouts');
    tx.refuseCalloutIfUncommitted();
    tx.world.onTestCallout({ method: request.method.toUpperCase(), endpoint: request.endpoint, body: request.body.toString('utf8') });
    return callInstance(new Scope(frame, null), tx.test.mock, 'respond', [request]);
  }
  tx.refuseCalloutIfUncommitted();
  const target = resolve(request.endpoint, frame);
  tx.releaseLocks();
  return exchange(request, target, frame);
}

/** Named credentials only, for users with access to the principal, and to loopback only. */
function resolve(endpoint: string, { tx }: Frame): { url: string; headers: Record<string, string> } {
  const found = /^callout:(\w+)(.*)$/s.exec(endpoint);
  if (!found) return raise('CalloutException', `Unauthorized endpoint, please check Setup->Security->Remote site settings. endpoint = ${endpoint}`);
  const name = tx.world.names.inwardFromApex(found[1] ?? '');
  const target = Object.entries(tx.world.callouts).find(([key]) => tx.world.names.inwardFromApex(key).toLowerCase() === name.toLowerCase())?.[1];
  const credential = tx.world.credentials.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!target) return raise('CalloutException', `The callout couldn't access the endpoint. You might not have the required permissions, or the named credential "${found[1] ?? ''}" might not exist.`);
  if (credential?.externalCredential && !tx.permissions().hasPrincipal(credential.externalCredential)) raise('CalloutException', `We couldn't access the credential(s). You might not have the required permissions, or the external credential "${credential.externalCredential}" might not exist.`);
  const url = target.url.replace(/\/$/, '') + (found[2] ?? '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)) throw new Error(`The sandbox calls out to loopback addresses only, not to ${new URL(url).hostname}`);
  return { url, headers: headersOf(credential?.headers ?? {}, tx.world.orgId, tx.userId) };
}

/** Header formulas of the external credential; ids are 15 characters there (salesforce.md §2.5). */
function headersOf(formulas: Record<string, string>, orgId: string, userId: string): Record<string, string> {
  const known: Record<string, string> = { '{!$Organization.Id}': orgId.slice(0, 15), '{!$User.Id}': userId.slice(0, 15) };
  return Object.fromEntries(Object.entries(formulas).flatMap(([name, formula]) => (formula in known ? [[name, known[formula] ?? '']] : formula.includes('{!') ? [] : [[name, formula]])));
}

async function exchange(request: HttpRequest, target: { url: string; headers: Record<string, string> }, { tx }: Frame): Promise<Value> {
  const hasBody = request.body.length > 0;
  // A GET with a body becomes a POST (salesforce.md §2.5).
  const method = request.method.toUpperCase() === 'GET' && hasBody ? 'POST' : request.method.toUpperCase();
  try {
    const answer = await fetch(target.url, { method, headers: { ...Object.fromEntries(request.headers.values()), ...target.headers }, redirect: 'manual', signal: AbortSignal.timeout(request.timeoutMs), ...(hasBody ? { body: new Uint8Array(request.body) } : {}) });
    const response = new HttpResponse();
    response.body = Buffer.from(await answer.arrayBuffer());
    if (response.body.length > MAX_BODY_BYTES[tx.kind]) raise('CalloutException', `Exceeded max size limit of ${MAX_BODY_BYTES[tx.kind]} with response size ${response.body.length}`);
    response.statusCode = answer.status;
    response.status = answer.statusText;
    answer.headers.forEach((value, key) => response.headers.set(key.toLowerCase(), [key, value]));
    tx.world.log(`callout ${method} ${request.endpoint} ${answer.status}`);
    return response;
  } catch (error) {
    if (!(error instanceof Error) || error.constructor.name === 'ApexError') throw error;
    const reason = error.name === 'TimeoutError' ? 'Read timed out' : error.cause instanceof Error ? error.cause.message : error.message;
    tx.world.log(`callout ${method} ${request.endpoint} failed: ${reason}`);
    return raise('CalloutException', reason);
  }
}
