/** English and German names of all regions that the runtime knows, lower case, to ISO 3166 alpha-2. */
const byName = buildNames();

function buildNames(): Map<string, string> {
  const names = new Map<string, string>([['usa', 'US'], ['uk', 'GB'], ['great britain', 'GB'], ['england', 'GB'], ['holland', 'NL'], ['czech republic', 'CZ']]);
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const language of ['en', 'de']) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const first of letters) {
      for (const second of letters) {
        const name = display.of(first + second);
        if (name !== undefined && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), first + second);
      }
    }
  }
  return names;
}

/** ISO 3166 alpha-2 of what people write into an address: a code, or an English or German name. Null when unknown. */
export function countryCode(text: string): string | null {
  const trimmed = text.trim();
  if (/^[A-Za-z]{2}$/.test(trimmed)) return trimmed.toUpperCase();
  return byName.get(trimmed.toLowerCase()) ?? null;
}
