import * as z from 'zod';
import { CrossledgerError } from '../../kernel/errors.ts';

/** Each row is read by its own schema later, so here it only has to be an object. */
const row = z.custom<Row>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'not a row');

const page = z.object({
  value: z.array(row),
  '@odata.count': z.coerce.number().optional(),
  '@odata.nextLink': z.string().optional(),
});

export type Row = Record<string, unknown>;

export interface Rows {
  rows: Row[];
  /** Rows that meet the filter, whatever page was asked; undefined when not counted. */
  count: number | undefined;
}

/** Reads one page's JSON. */
export type FetchPage = (url: string) => Promise<unknown>;

/**
 * Reads pages until the server names no next one or `limit` rows are there. The next link is opaque, but it must lead to the
 * origin and folder that was asked first: a link elsewhere would carry the token away.
 */
export async function readPages(fetchPage: FetchPage, root: string, firstUrl: string, limit: number, mostPages = 20): Promise<Rows> {
  const rows: Row[] = [];
  let count: number | undefined;
  let url: string | undefined = firstUrl;
  for (let pages = 0; url !== undefined && rows.length < limit; pages += 1) {
    if (pages === mostPages) throw new CrossledgerError('erp.answer', { problem: `more than ${mostPages} pages` });
    const answer = page.safeParse(await fetchPage(url));
    if (!answer.success) throw new CrossledgerError('erp.answer', { problem: 'not an OData page' }, { cause: answer.error });
    rows.push(...answer.data.value);
    count ??= answer.data['@odata.count'];
    url = checkNextLink(answer.data['@odata.nextLink'], root, url);
  }
  return { rows: rows.length > limit ? rows.slice(0, limit) : rows, count };
}

function checkNextLink(link: string | undefined, root: string, current: string): string | undefined {
  if (link === undefined) return undefined;
  const next = URL.canParse(link, current) ? new URL(link, current) : undefined;
  const base = new URL(root);
  if (next === undefined || next.origin !== base.origin || !next.pathname.startsWith(base.pathname)) throw new CrossledgerError('erp.answer', { problem: 'its next page is at another address' });
  return next.href;
}
