const dayMs = 86_400_000;

/** Days around the base date, as `yyyy-mm-dd`. */
export interface Days {
  readonly today: string;
  ago(days: number): string;
  ahead(days: number): string;
}

export function makeDays(baseDate: string): Days {
  return { today: baseDate, ago: (days) => addDays(baseDate, -days), ahead: (days) => addDays(baseDate, days) };
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs));
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
