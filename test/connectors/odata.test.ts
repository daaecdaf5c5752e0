import { createRequire } from 'node:module';
import fc from 'fast-check';
import { filter as parseFilter } from 'odata-v4-parser';
import { describe, expect, it } from 'vitest';
import { readBatch, writeChangeset } from '../../server/connectors/odata/batch.ts';
import { and, chunk, compare, eq, NOTHING, or, type Filter } from '../../server/connectors/odata/filter.ts';
import { findRefused, readJsonBatch, writeJsonBatch } from '../../server/connectors/odata/json-batch.ts';
import { booleanLiteral, dateLiteral, enumLiteral, guidLiteral, instantLiteral, numberLiteral, stringLiteral } from '../../server/connectors/odata/literal.ts';
import { readPages } from '../../server/connectors/odata/pager.ts';
import { keyPath, queryString } from '../../server/connectors/odata/query.ts';
import { inCompany, textIs, textIsNot } from '../../server/connectors/fno/session.ts';
import { enumOf } from '../../server/connectors/fno/wire.ts';

// Its types describe an ES module, what it ships is CommonJS.
const { default: odataQuery } = createRequire(import.meta.url)('odata-query') as { default: (query: object) => string };

const textOf = (filter: Filter): string => (filter === NOTHING ? 'NOTHING' : filter.text);
/** What the wire carries for one filter. */
const encoded = (filter: Filter): string => queryString({ filter }).replace('$filter=', '');

describe('literals', () => {
  it.each([
    ["O'Hara", "'O''Hara'"],
    ["' or 1 eq 1", "''' or 1 eq 1'"],
    ["''", "''''''"],
    ['München & Söhne', "'München & Söhne'"],
    [' P-0037', "' P-0037'"],
  ])('text %s becomes one literal', (value, literal) => {
    expect(stringLiteral(value)).toBe(literal);
  });

  it('text can never end its own literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const inner = stringLiteral(value).slice(1, -1);
        expect(inner.replaceAll("''", '')).not.toContain("'");
        expect(inner.replaceAll("''", "'")).toBe(value);
      }),
    );
  });

  it.each([
    ['guid', () => guidLiteral("x' or 1 eq 1")],
    ['number', () => numberLiteral('1 or 1 eq 1')],
    ['number', () => numberLiteral('NaN')],
    ['date', () => dateLiteral('2026-1-1')],
    ['instant', () => instantLiteral('2026-01-01')],
    ['enum', () => enumLiteral('A.B', "C' or 1 eq 1")],
  ])('what is no %s is refused', (_, make) => {
    expect(make).toThrow(RangeError);
  });

  it('of other types stand unquoted', () => {
    expect([guidLiteral('A0A0A0A0-bbbb-cccc-dddd-e1e1e1e1e1e1'), numberLiteral('-1.50'), dateLiteral('2026-01-31'), instantLiteral('1901-01-01T00:00:00Z'), booleanLiteral(true)]).toEqual([
      'A0A0A0A0-bbbb-cccc-dddd-e1e1e1e1e1e1',
      '-1.50',
      '2026-01-31',
      '1901-01-01T00:00:00Z',
      'true',
    ]);
  });
});

const generated: readonly (readonly [string, Filter])[] = [
  ['company and key', and(inCompany('USMF'), textIs('CustomerAccount', "O'Hara"))],
  ['injection', and(inCompany('usmf'), textIs('CustomerAccount', "' or 1 eq 1"))],
  ['chain', and(inCompany('usmf'), or(...['P-1', ' P-2', 'ü'].map((item) => textIs('ItemNumber', item))))],
  ['enum', and(inCompany('usmf'), eq('SalesOrderStatus', enumOf('SalesStatus', 'Backorder')))],
  ['open items', and(inCompany('usmf'), textIs('AccountNum', 'US-001'), compare('Closed', 'lt', instantLiteral('1901-01-01T00:00:00Z')))],
  ['two kinds with a number', and(inCompany('usmf'), or(eq('TransType', enumOf('LedgerTransType', 'Sales')), eq('TransType', enumOf('LedgerTransType', 'Cust'))), textIsNot('Invoice', ''))],
  ['record id', and(inCompany('usmf'), eq('ParentRecId', numberLiteral('5637144576')))],
  ['guid', eq('currencyId', guidLiteral('00000000-0000-0000-0000-000000000000'))],
  ['dates', and(compare('shipmentDate', 'le', dateLiteral('2026-03-31')), eq('cleOpen', booleanLiteral(true)))],
];

describe('filters', () => {
  it.each(generated)('%s is OData by an independent grammar', (_, filter) => {
    // The grammar reads what stands on the wire, where blanks are encoded.
    expect(parseFilter(encoded(filter)).raw).toBe(encoded(filter));
  });

  it('say the same as odata-query for the common cases', () => {
    // It brackets every condition, which says nothing more.
    const bare = (text: string): string => text.replaceAll(/[()]/g, '');
    const ask = (filter: object): string => bare(decodeURIComponent(odataQuery({ filter }).replace('?$filter=', '')));
    expect(textOf(eq('CustomerAccount', stringLiteral("O'Hara")))).toBe(ask({ CustomerAccount: "O'Hara" }));
    expect(textOf(and(eq('A', stringLiteral('x')), compare('B', 'gt', numberLiteral(1))))).toBe(ask({ and: [{ A: 'x' }, { B: { gt: 1 } }] }));
    expect(bare(textOf(or(eq('A', stringLiteral('x')), eq('A', stringLiteral('y')))))).toBe(ask({ or: [{ A: 'x' }, { A: 'y' }] }));
  });

  it('that hold a wildcard are never sent: the answer is no row', () => {
    const filter = and(inCompany('usmf'), textIs('CustomerAccount', '*'));
    expect(filter).toBe(NOTHING);
    expect(() => queryString({ filter })).toThrow(RangeError);
    expect(textOf(or(textIs('A', '*'), textIs('A', 'x')))).toBe("A eq 'x'");
    expect(or()).toBe(NOTHING);
  });

  it('keep or-chains apart from what they are joined with', () => {
    expect(textOf(and(inCompany('usmf'), or(textIs('A', 'x'), textIs('A', 'y'))))).toBe("dataAreaId eq 'usmf' and (A eq 'x' or A eq 'y')");
  });

  it('refuse what is no property', () => {
    expect(() => eq("a eq 'b' or c", stringLiteral('d'))).toThrow(RangeError);
  });

  it('are cut into chunks', () => {
    expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  });
});

describe('queries', () => {
  it('are percent-encoded exactly once', () => {
    const query = queryString({ filter: eq('Name', stringLiteral('A&B=100% #1+ü')), select: ['A', 'B'], orderBy: ['A desc'], top: 5, skip: 10, count: true }, { 'cross-company': 'true' });
    const back = new URL(`https://erp/data/Set?${query}`).searchParams;
    expect(Object.fromEntries(back)).toEqual({ 'cross-company': 'true', $filter: "Name eq 'A&B=100% #1+ü'", $select: 'A,B', $orderby: 'A desc', $top: '5', $skip: '10', $count: 'true' });
    expect(query).not.toContain(' ');
  });

  it('name a row by all parts of its key', () => {
    expect(keyPath('SalesOrderHeadersV2', { dataAreaId: stringLiteral('usmf'), SalesOrderNumber: stringLiteral("SO/1'2") })).toBe("SalesOrderHeadersV2(dataAreaId='usmf',SalesOrderNumber='SO%2F1''2')");
  });
});

describe('pages', () => {
  const root = 'https://erp.example.com/data';
  const serve = (pages: Record<string, unknown>) => (url: string) => Promise.resolve(pages[url]);

  it('are followed to the last one, with the count of the first', async () => {
    const pages = { [`${root}/A`]: { '@odata.count': 3, value: [{ a: 1 }, { a: 2 }], '@odata.nextLink': `${root}/A?$skiptoken=x` }, [`${root}/A?$skiptoken=x`]: { value: [{ a: 3 }] } };
    expect(await readPages(serve(pages), root, `${root}/A`, 100)).toEqual({ rows: [{ a: 1 }, { a: 2 }, { a: 3 }], count: 3 });
  });

  it.each(['https://evil.example.com/data/A', 'http://erp.example.com/data/A', 'https://erp.example.com/other/A', 'https://erp.example.com:8443/data/A'])('are not followed to %s', async (link) => {
    await expect(readPages(serve({ [`${root}/A`]: { value: [], '@odata.nextLink': link } }), root, `${root}/A`, 100)).rejects.toMatchObject({ code: 'erp.answer' });
  });

  it('end at the wanted number of rows and at a bound of pages', async () => {
    const endless = (): Promise<unknown> => Promise.resolve({ value: [{ a: 1 }], '@odata.nextLink': `${root}/A` });
    expect((await readPages(endless, root, `${root}/A`, 3)).rows).toHaveLength(3);
    await expect(readPages(endless, root, `${root}/A`, 1_000, 5)).rejects.toMatchObject({ code: 'erp.answer' });
  });

  it('that are no OData are an answer nobody expected', async () => {
    await expect(readPages(serve({ [`${root}/A`]: { items: [] } }), root, `${root}/A`, 1)).rejects.toMatchObject({ code: 'erp.answer' });
  });
});

const crlf = (lines: readonly string[]): string => lines.join('\r\n');
const failedBatch = crlf([
  '--batchresponse_5a29',
  'Content-Type: multipart/mixed; boundary=changesetresponse_1209',
  '',
  '--changesetresponse_1209',
  'Content-Type: application/http',
  'Content-Transfer-Encoding: binary',
  'Content-ID: 1',
  '',
  'HTTP/1.1 500 Internal Server Error',
  'Content-Type: application/json; odata.metadata=minimal; charset=utf-8',
  '',
  '{',
  '  "error":{"code":"","message":"An error has occurred."}',
  '}',
  '--changesetresponse_1209--',
  '--batchresponse_5a29--',
  '',
]);

describe('multipart batch', () => {
  it('writes one changeset in the order of its parts', () => {
    const { contentType, body } = writeChangeset([
      { method: 'POST', path: 'SalesOrderLines?cross-company=true', body: { ItemNumber: ' P-1' } },
      { method: 'POST', path: 'SalesOrderLines?cross-company=true', body: { ItemNumber: 'P-2' } },
    ]);
    expect(contentType).toMatch(/^multipart\/mixed; boundary=batch_/);
    expect(body.match(/POST SalesOrderLines\?cross-company=true HTTP\/1\.1/g)).toHaveLength(2);
    expect(body.match(/Content-ID: \d/g)).toEqual(['Content-ID: 1', 'Content-ID: 2']);
    expect(body.match(/Content-Type: multipart\/mixed; boundary=changeset_/g)).toHaveLength(1);
    expect(body.split('\n').every((line, at, all) => at === all.length - 1 || line.endsWith('\r'))).toBe(true);
  });

  it('reads the failure inside a 200', () => {
    expect(readBatch('multipart/mixed; boundary=batchresponse_5a29', failedBatch)).toMatchObject([{ status: 500, text: expect.stringContaining('An error has occurred') as string }]);
  });

  it.each([60, 200, 300, failedBatch.length - 10])('is unreadable when it is cut off after %d characters', (length) => {
    expect(readBatch('multipart/mixed; boundary=batchresponse_5a29', failedBatch.slice(0, length))).toBeUndefined();
  });

  it('is unreadable when it is something else', () => {
    expect(readBatch('text/html', '<h1>')).toBeUndefined();
  });
});

describe('JSON batch', () => {
  it('gives the answers in the order of the parts, whatever order they came in', () => {
    expect(JSON.parse(writeJsonBatch([{ method: 'POST', url: 'a', body: { x: 1 } }]))).toEqual({ requests: [{ id: '1', method: 'POST', url: 'a', body: { x: 1 }, headers: { 'content-type': 'application/json' } }] });
    const answer = JSON.stringify({ responses: [{ id: '2', status: 404 }, { id: '1', status: 200, body: { a: 1 } }] });
    expect(readJsonBatch(answer, 2)?.map((part) => part.status)).toEqual([200, 404]);
    expect(readJsonBatch(answer, 3)).toBeUndefined();
    expect(readJsonBatch('<html>', 1)).toBeUndefined();
  });

  it('names the refused part, though the parts after it have no answer', () => {
    const answer = JSON.stringify({ responses: [{ id: '1', status: 201 }, { id: '2', status: 400, body: { error: { code: 'X' } } }] });
    expect(findRefused(answer)).toMatchObject({ status: 400, text: '{"error":{"code":"X"}}' });
    expect(findRefused(JSON.stringify({ responses: [{ id: '1', status: 201 }] }))).toBeUndefined();
    expect(findRefused('<html>')).toBeUndefined();
  });
});
