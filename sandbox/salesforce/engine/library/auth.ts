import { createSign } from 'node:crypto';
import { raise } from '../values/exception.ts';
import { AMap } from '../values/collections.ts';
import type { Frame } from '../runtime/frame.ts';
import { text } from '../values/text.ts';
import { Native } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { int, map, str } from './arguments.ts';
import { toJson } from './json-write.ts';

const MAX_VALIDITY_SECONDS = 86_400;
const DEFAULT_VALIDITY_SECONDS = 300;

/** Auth.JWT: standard claims by setters, others by setAdditionalClaims. */
export class Jwt extends Native {
  readonly kind = 'Auth.JWT';
  readonly #claims = new Map<string, string>();
  #additional: AMap | null = null;
  #validitySeconds = DEFAULT_VALIDITY_SECONDS;
  #nbfSkewSeconds = 0;
  override call(name: string, args: Value[], frame: Frame): Value {
    const setter = /^set(iss|sub|aud)$/.exec(name);
    const getter = /^get(iss|sub|aud)$/.exec(name);
    if (setter) this.#claims.set(setter[1] ?? '', str(args, 0));
    else if (getter) return this.#claims.get(getter[1] ?? '') ?? null;
    else if (name === 'setadditionalclaims') this.#additional = map(args, 0);
    else if (name === 'getadditionalclaims') return this.#additional;
    else if (name === 'setvaliditylength') this.#validitySeconds = int(args, 0);
    else if (name === 'getvaliditylength') return this.#validitySeconds;
    else if (name === 'setnbfclockskew') this.#nbfSkewSeconds = int(args, 0);
    else if (name === 'tojsonstring') return JSON.stringify(this.payload(frame));
    else return super.call(name, args, frame) as Value;
    return null;
  }
  payload(frame: Frame): Record<string, unknown> {
    if (this.#validitySeconds > MAX_VALIDITY_SECONDS) raise('InvalidParameterValueException', 'The validity of a JWT is too long');
    const now = Math.floor(frame.tx.world.now() / 1000);
    const additional = (this.#additional?.pairs() ?? []).map(([key, value]): [string, unknown] => [text(key), toJson(value, frame, false)]);
    return { ...Object.fromEntries(this.#claims), iat: now, nbf: now - this.#nbfSkewSeconds, exp: now + this.#validitySeconds, ...Object.fromEntries(additional) };
  }
}

/** Auth.JWS: signs a JWT with the org's certificate of a unique name, RS256. */
export class Jws extends Native {
  readonly kind = 'Auth.JWS';
  readonly #payload: (frame: Frame) => string;
  readonly #certificate: string;
  constructor(args: Value[]) {
    super();
    const jwt = args[0] ?? null;
    this.#payload = jwt instanceof Jwt ? (frame) => JSON.stringify(jwt.payload(frame)) : () => str(args, 0);
    this.#certificate = str(args, 1);
  }
  override call(name: string, args: Value[], frame: Frame): Value {
    if (name !== 'getcompactserialization') return super.call(name, args, frame) as Value;
    const { certificate } = frame.tx.world;
    if (certificate?.name.toLowerCase() !== this.#certificate.toLowerCase()) return raise('NoDataFoundException', `Data Not Found: ${this.#certificate}`);
    const encode = (value: string): string => Buffer.from(value, 'utf8').toString('base64url');
    const signed = `${encode(JSON.stringify({ alg: 'RS256', typ: 'JWT' }))}.${encode(this.#payload(frame))}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(certificate.privateKeyPem).toString('base64url')}`;
  }
}
