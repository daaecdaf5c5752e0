import { describe, expect, it } from 'vitest';
import { findViolations, keyOf, type FoundOrder } from '../../scripts/prove/compare.ts';
import type { Intent } from '../../scripts/prove/deals.ts';
import { orderKey } from '../../server/kernel/ids.ts';

const orgId = '00D000000000001EAA';
const intent: Intent = { dealId: '006000000000001AAA', name: 'Deal 1', erp: 'fno', company: 'usmf', lines: [{ item: 'P-0001', quantity: 2, unitPrice: 10.5 }, { item: 'P-0002', quantity: 1, unitPrice: 3 }] };
const key = keyOf(orgId, intent.dealId);
const order: FoundOrder = { erp: 'fno', company: 'usmf', number: 'SO-1', key, held: false, lines: [...intent.lines].reverse() };

const judge = (found: FoundOrder[], written: string | null = 'SO-1'): string[] =>
  findViolations([intent], found, { orgId, written: new Map(written === null ? [] : [[intent.dealId, written]]), keys: new Set([key]) }).map((one) => one.kind);

describe('the referee of the prover', () => {
  it('computes the key of an order by itself, and as the product does', () => {
    for (const dealId of ['006000000000001AAA', '006Hr00001abcDEIAY']) expect(keyOf(orgId, dealId)).toBe(orderKey(orgId, dealId, 0));
  });

  it('is content with one complete order whose number Salesforce knows, whatever the order of its lines', () => {
    expect(judge([order])).toEqual([]);
  });

  it('calls a won deal without an order lost, even when Salesforce was told a number', () => {
    expect(judge([], null)).toEqual(['lost']);
    expect(judge([])).toEqual(['lost']);
  });

  it('calls two orders with one key doubled, in one company or in two', () => {
    expect(judge([order, { ...order, number: 'SO-2' }])).toEqual(['doubled']);
    expect(judge([order, { ...order, number: 'SO-2', company: 'demf' }])).toEqual(['doubled']);
  });

  it('calls an order with a line twice doubled', () => {
    expect(judge([{ ...order, lines: [...intent.lines, ...intent.lines.slice(1)] }])).toEqual(['doubled']);
  });

  it('calls an order that no deal wanted doubled', () => {
    expect(judge([order, { ...order, number: 'SO-2', key: 'AAAAAAAAAAAAAAAA' }])).toEqual(['doubled']);
  });

  it.each([
    ['in the wrong company', { company: 'demf' }],
    ['with a line too few', { lines: intent.lines.slice(1) }],
    ['with another quantity', { lines: intent.lines.map((line) => ({ ...line, quantity: 7 })) }],
    ['with another price', { lines: intent.lines.map((line) => ({ ...line, unitPrice: 7 })) }],
    ['left on hold', { held: true }],
  ])('calls an order %s partial', (_words, change) => {
    expect(judge([{ ...order, ...change }])).toEqual(['partial']);
  });

  it('calls an order partial whose number Salesforce does not know, or knows wrongly', () => {
    expect(judge([order], null)).toEqual(['partial']);
    expect(judge([order], 'SO-9')).toEqual(['partial']);
  });
});
