/** A day of the calendar as ISO text, null when there is no such day. */
export function toDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isSame = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isSame && year >= 1000 && year <= 9999 ? date.toISOString().slice(0, 10) : null;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** A UTC instant of ISO text, `+0000` as Salesforce writes it included; null when it is none. */
export function toInstant(text: string): string | null {
  if (!INSTANT.test(text)) return null;
  const time = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(time) || readIsoDay(text.slice(0, 10)) === null ? null : new Date(time).toISOString();
}

export function readIsoDay(text: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts === null ? null : toDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

const PARTS: Readonly<Record<string, string>> = { yyyy: '(?<y>\\d{4})', MM: '(?<m>\\d{2})', M: '(?<m>\\d{1,2})', dd: '(?<d>\\d{2})', d: '(?<d>\\d{1,2})' };

/** A pattern has the year, the month and the day once each: `dd.MM.yyyy`. */
export const isDatePattern = (pattern: string): boolean => /^(yyyy|MM?|dd?)([./ -]?)(yyyy|MM?|dd?)([./ -]?)(yyyy|MM?|dd?)$/.test(pattern) && ['y', 'M', 'd'].every((letter) => pattern.includes(letter));

/** ISO day of text written by a pattern; null when it does not fit. */
export function readByPattern(text: string, pattern: string): string | null {
  const expression = pattern.replace(/yyyy|MM|dd|M|d|[./ -]/g, (part) => PARTS[part] ?? `\\${part}`);
  const groups = new RegExp(`^${expression}$`).exec(text.trim())?.groups;
  return groups === undefined ? null : toDay(Number(groups['y']), Number(groups['m']), Number(groups['d']));
}

/** The day that an instant is in a time zone. */
export const dayIn = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant));
