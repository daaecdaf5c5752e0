import type { InvoiceSort } from '../model/invoice.ts';

/** `$orderby` for a sort word, with a tie-break so that pages never overlap. */
export function orderBy(sort: InvoiceSort, columns: Readonly<Record<string, string>>, tieBreak: string): string[] {
  const direction = sort.startsWith('-') ? ' desc' : '';
  const column = columns[sort.replace('-', '')] ?? tieBreak;
  return [...new Set([`${column}${direction}`, `${tieBreak}${direction}`])];
}
