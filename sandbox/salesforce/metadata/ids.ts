const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Makes an 18-character id from a key prefix and a running number. */
export function toOrgId(prefix: string, serial: number): string {
  return withSuffix(prefix + serial.toString(36).toUpperCase().padStart(12, '0'));
}

/** Appends the three characters that keep the case of the first fifteen. */
export function withSuffix(id15: string): string {
  const suffix = [0, 5, 10].map((from) => {
    const bits = [...id15.slice(from, from + 5)].reduce((sum, character, at) => sum + (character >= 'A' && character <= 'Z' ? 1 << at : 0), 0);
    return suffixAlphabet[bits] ?? '';
  });
  return id15 + suffix.join('');
}
