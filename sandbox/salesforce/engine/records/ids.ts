const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 18-character form of an id: the suffix tells which of the 15 letters are upper case (salesforce.md §7). */
export function toId18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 3; block += 1) {
    let bits = 0;
    for (let i = 0; i < 5; i += 1) if (/[A-Z]/.test(id[block * 5 + i] ?? '')) bits |= 1 << i;
    suffix += alphabet[bits] ?? '';
  }
  return id + suffix;
}

export const isId = (text: string): boolean => /^[a-zA-Z0-9]{15}$/.test(text) || (/^[a-zA-Z0-9]{18}$/.test(text) && repairId(text) !== null);

/** The canonical 18-character id, also from an 18-character form in another case; null when the suffix does not fit. */
export function repairId(text: string): string | null {
  if (text.length === 15) return toId18(text);
  if (text.length !== 18) return null;
  const fixed = toId18(text.slice(0, 15));
  if (fixed === text) return text;
  const cased = [...text.slice(0, 15)].map((letter, i) => {
    const bits = alphabet.indexOf((text[15 + Math.floor(i / 5)] ?? '').toUpperCase());
    return bits >= 0 && (bits >> i % 5) & 1 ? letter.toUpperCase() : letter.toLowerCase();
  }).join('');
  return toId18(cased).toUpperCase() === text.toUpperCase() ? toId18(cased) : null;
}

/** The n-th id of a key prefix. */
export function makeId(prefix: string, serial: number): string {
  let digits = '';
  for (let rest = serial; rest > 0; rest = Math.floor(rest / 62)) digits = (base62[rest % 62] ?? '') + digits;
  return toId18(prefix + `gL0000${digits.padStart(6, '0')}`.slice(-12).padStart(12, '0'));
}
