import { createHash, randomUUID } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

export const newId = (): string => randomUUID();

/** 15 or 18 characters to 18: each of the three checksum characters tells which of five characters are upper case (salesforce.md §7.2). */
export function toId18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (const block of [0, 5, 10]) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id.charAt(block + i))) bits |= 1 << i;
    suffix += SUFFIX.charAt(bits);
  }
  return id + suffix;
}

export const isSalesforceId = (id: string): boolean => /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id);

/** RFC 4648 base32, upper case, no padding. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let out = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += BASE32.charAt((value >>> (bits - 5)) & 31);
      bits -= 5;
      value &= (1 << bits) - 1;
    }
  }
  return bits > 0 ? out + BASE32.charAt((value << (5 - bits)) & 31) : out;
}

/**
 * The idempotency key of one order: 16 base32 characters of SHA-256 over org, opportunity and cycle.
 * Upper case; compare without case, since ERPs fold case. 80 bits: a collision needs about 10^12 orders.
 */
export function orderKey(orgId: string, opportunityId: string, cycle: number): string {
  const digest = createHash('sha256').update(`${toId18(orgId)}\n${toId18(opportunityId)}\n${cycle}`).digest();
  return base32(digest).slice(0, 16);
}

export const sameKey = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();
