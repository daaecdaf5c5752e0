import { zoneOffsetMs } from '../soql/time-zone.ts';

/** Writes an instant by a SimpleDateFormat pattern such as `yyyy-MM-dd'T'HH:mm:ssXXX`. */
export function formatPattern(ms: number, pattern: string, zone: string, locale: string): string {
  const offset = zoneOffsetMs(ms, zone);
  const wall = new Date(ms + offset);
  return pattern.replace(/'([^']*)'|([a-zA-Z])\2*/g, (found: string, quoted: string | undefined, letter: string | undefined) => {
    if (letter === undefined) return quoted === '' ? "'" : quoted ?? '';
    return formatLetter(letter, found.length, wall, offset, zone, locale);
  });
}

function formatLetter(letter: string, count: number, wall: Date, offsetMs: number, zone: string, locale: string): string {
  const pad = (value: number): string => String(value).padStart(count, '0');
  const named = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(wall);
  switch (letter) {
    case 'y': case 'Y': return count === 2 ? String(wall.getUTCFullYear() % 100).padStart(2, '0') : pad(wall.getUTCFullYear());
    case 'M': case 'L': return count > 3 ? named({ month: 'long' }) : count === 3 ? named({ month: 'short' }) : pad(wall.getUTCMonth() + 1);
    case 'd': return pad(wall.getUTCDate());
    case 'H': return pad(wall.getUTCHours());
    case 'k': return pad(wall.getUTCHours() || 24);
    case 'h': return pad(wall.getUTCHours() % 12 || 12);
    case 'm': return pad(wall.getUTCMinutes());
    case 's': return pad(wall.getUTCSeconds());
    case 'S': return pad(wall.getUTCMilliseconds());
    case 'a': return wall.getUTCHours() < 12 ? 'AM' : 'PM';
    case 'E': return named({ weekday: count > 3 ? 'long' : 'short' });
    case 'u': return String(wall.getUTCDay() || 7);
    case 'Z': return offsetText(offsetMs, '');
    case 'X': return offsetMs === 0 ? 'Z' : offsetText(offsetMs, count === 3 ? ':' : '');
    case 'z': return zone;
    default: throw new Error(`The date pattern letter ${letter} is not supported by this runner`);
  }
}

function offsetText(offsetMs: number, separator: string): string {
  const minutes = Math.abs(Math.round(offsetMs / 60_000));
  return `${offsetMs < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}${separator}${String(minutes % 60).padStart(2, '0')}`;
}
