const DAY_MS = 86_400_000;

/** A calendar day, `2026-01-31`. */
export class ADate {
  readonly iso: string;
  constructor(iso: string) {
    this.iso = iso;
  }
  static ofMs(ms: number): ADate {
    return new ADate(new Date(ms).toISOString().slice(0, 10));
  }
  get ms(): number {
    return Date.parse(`${this.iso}T00:00:00Z`);
  }
  addDays(days: number): ADate {
    return ADate.ofMs(this.ms + days * DAY_MS);
  }
  toString(): string {
    return this.iso;
  }
}

/** An instant, in milliseconds since 1970 UTC. */
export class ADatetime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  toString(): string {
    return new Date(this.ms).toISOString().slice(0, 19).replace('T', ' ');
  }
}

/** A time of day, in milliseconds since midnight. */
export class ATime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  toString(): string {
    return new Date(this.ms).toISOString().slice(11);
  }
}

export class ABlob {
  readonly bytes: Buffer;
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
  toString(): string {
    return `Blob[${this.bytes.length}]`;
  }
}

/** `2026-01-31T09:30:00.000+0000`, as the REST API writes instants (salesforce.md §7). */
export const wireInstant = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

/** Reads every instant form that Salesforce accepts; null when it is none. */
export function parseInstant(text: string): number | null {
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(text.trim());
  if (!found) return null;
  const time = found[2] ? (found[2].length === 5 ? `${found[2]}:00` : found[2]) : '00:00:00';
  const zone = (found[4] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(`${found[1] ?? ''}T${time}${(found[3] ?? '').slice(0, 4)}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
