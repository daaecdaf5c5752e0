import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { CrossledgerError } from './errors.ts';

const HIDDEN = '[secret]';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'v1';

/** A text that shows itself only through `reveal()`: not when printed, logged, inspected or serialised. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

export interface MasterKey {
  /** Eight hex digits that name the key without telling it. */
  id: string;
  key: KeyObject;
}

/** Takes base64 or base64url of exactly 32 bytes; null when it is something else. */
export function parseMasterKey(text: string): MasterKey | null {
  const trimmed = text.trim();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return null;
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length !== 32) return null;
  return { id: createHash('sha256').update('crossledger master key\n').update(bytes).digest('hex').slice(0, 8), key: createSecretKey(bytes) };
}

export const newMasterKeyText = (): string => randomBytes(32).toString('base64');

/**
 * AES-256-GCM with a random nonce. `owner` names what the secret belongs to (`connection/<org>/<name>`); a sealed text moved to
 * another owner does not open.
 */
export function seal(masterKey: MasterKey, owner: string, secret: Secret): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', masterKey.key, nonce).setAAD(associated(masterKey, owner));
  const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
  return `${FORMAT}.${masterKey.id}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
}

/** Throws `internal.fault` when the text was sealed with another key or for another owner, or was changed. */
export function open(masterKey: MasterKey, owner: string, sealed: string): Secret {
  const [format, keyId, data] = sealed.split('.');
  if (format !== FORMAT || data === undefined) throw unreadable(owner, 'it is not a sealed secret');
  if (keyId !== masterKey.id) throw unreadable(owner, `it was sealed with master key ${String(keyId)}, this is ${masterKey.id}`);
  const bytes = Buffer.from(data, 'base64url');
  try {
    const decipher = createDecipheriv('aes-256-gcm', masterKey.key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(associated(masterKey, owner))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return new Secret(Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8'));
  } catch (error) {
    throw unreadable(owner, 'it was changed or belongs to something else', error);
  }
}

const associated = (masterKey: MasterKey, owner: string): Buffer => Buffer.from(`${FORMAT}\n${masterKey.id}\n${owner}`);

const unreadable = (owner: string, why: string, cause?: unknown): CrossledgerError =>
  new CrossledgerError('internal.fault', {}, { cause: new Error(`The secret of ${owner} cannot be opened: ${why}.`, { cause }) });
