/** How many letters must be put in, taken out, changed or swapped with their neighbour to make one word of the other. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change, swap));
    }
  }
  return at(a.length, b.length);
}

const LONGEST = 100;

/** The name that was probably meant, compared without case; null when none is near. */
export function nearest(name: string, known: Iterable<string>): string | null {
  const wanted = name.slice(0, LONGEST).toLowerCase();
  const most = Math.max(2, Math.floor(wanted.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of known) {
    const other = candidate.toLowerCase();
    if (Math.abs(other.length - wanted.length) > most && !other.includes(wanted) && !wanted.includes(other)) continue;
    // A name that holds the other one whole is nearer than its missing letters say.
    const distance = wanted.length >= 4 && (other.includes(wanted) || (other.length >= 4 && wanted.includes(other))) ? Math.min(editDistance(wanted, other), most) : editDistance(wanted, other);
    if (distance <= most && (best === null || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name ?? null;
}

/** ` Did you mean "X"?`, or nothing. */
export const meant = (name: string | null): string => (name === null ? '' : ` Did you mean "${name}"?`);
