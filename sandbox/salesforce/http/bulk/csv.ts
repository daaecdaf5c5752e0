/** Reads CSV as Bulk API 2.0 takes it: quoted fields may hold delimiters, doubled quotes and line breaks. */
export function parseCsv(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const { value, next } = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, delimiter);
    row.push(value);
    at = next;
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length || text[at] === '\n' || text[at] === '\r') row.push('');
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') continue;
    rows.push(row);
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows.filter((cells) => cells.length > 1 || cells[0] !== '');
}

function readPlain(text: string, from: number, delimiter: string): { value: string; next: number } {
  let next = from;
  while (next < text.length && text[next] !== delimiter && text[next] !== '\n' && text[next] !== '\r') next += 1;
  return { value: text.slice(from, next), next };
}

function readQuoted(text: string, from: number): { value: string; next: number } {
  let next = from + 1;
  while (next < text.length && (text[next] !== '"' || text[next + 1] === '"')) next += text[next] === '"' ? 2 : 1;
  return { value: text.slice(from + 1, next).replaceAll('""', '"'), next: next + 1 };
}

/** Writes every cell quoted, as the org does. */
export function writeCsv(rows: readonly (readonly unknown[])[], delimiter: string, lineEnding: string): string {
  return rows.map((row) => row.map(quoteCell).join(delimiter) + lineEnding).join('');
}

function quoteCell(value: unknown): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.replaceAll('"', '""')}"`;
}
