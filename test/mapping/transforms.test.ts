import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, test } from 'vitest';
import { countryCode, alpha3Of } from '../../server/kernel/countries.ts';
import { lookupAnswers } from '../../server/mapping/needs.ts';
import { TRANSFORMS } from '../../server/mapping/transforms/index.ts';
import { splitLines } from '../../server/mapping/transforms/address-lines.ts';
import { cutText } from '../../server/mapping/text-length.ts';
import { through } from './support/document.ts';

const via = (transform: string): string => `transforms: [${transform}]`;

describe('transforms', () => {
  test.each([
    ['phone: { country: Account.BillingCountry }', '030 1234567', { BillingCountry: 'Germany' }, '+49301234567'],
    ['phone: { country: Account.BillingCountry }', '+1 (425) 555-0100', {}, '+14255550100'],
    ['phone: { country: Account.BillingCountry }', '12', { BillingCountry: 'DE' }, 'not-a-phone'],
    ['phone: { onUnknown: keep }', 'ask the desk', {}, 'ask the desk'],
    ['phone: { onUnknown: leave-out }', 'ask the desk', {}, null],
    ['country: { to: alpha3 }', 'Österreich', {}, 'AUT'],
    ['country: { to: alpha2 }', 'USA', {}, 'US'],
    ['country: { to: alpha2 }', 'Côte d’Ivoire', {}, 'CI'],
    ['country: { to: alpha2 }', 'Atlantis', {}, 'not-a-country'],
    ['date: { pattern: dd.MM.yyyy }', '29.02.2024', {}, '2024-02-29'],
    ['date: { pattern: dd.MM.yyyy }', '29.02.2025', {}, 'not-a-date'],
    ['date: { zone: Europe/Berlin }', '2026-03-31T23:30:00.000+0000', {}, '2026-04-01'],
    ['date: { addDays: 3 }', '2026-12-30', {}, '2027-01-02'],
    ['currency: {}', ' eur ', {}, 'EUR'],
    ['currency', 'Taler', {}, 'not-a-currency'],
    ['unit: { table: { Each: ea } }', 'EACH', {}, 'ea'],
    ['unit: { table: { Each: ea } }', 'Box', {}, 'unknown-unit'],
    ['unit: { table: { Each: ea }, onUnknown: keep }', 'Box', {}, 'Box'],
    ['taxId', 'de 123.456-789', {}, 'DE123456789'],
    ['trim', '  a  b ', {}, 'a  b'],
    ['trim: { inner: true }', '  a  b ', {}, 'a b'],
    ['pad: { length: 6 }', '42', {}, '000042'],
    ['pad: { length: 4, with: "-", at: end }', '42', {}, '42--'],
    ['case: { to: upper }', 'straße', {}, 'STRASSE'],
    ['cut: { length: 5 }', 'Müller & Söhne', {}, 'Mülle'],
    ['cut: { length: 3 }', '👩‍🚀 go', {}, null],
    ['replace: { this: "$1", by: "$&" }', 'a$1b', {}, 'a$&b'],
    ['round: { decimals: 2, rule: half-up }', '2.345', {}, '2.35'],
    ['round: { decimals: 2, rule: half-even }', '2.345', {}, '2.34'],
    ['round: { decimals: 0, rule: down }', '-2.9', {}, '-2'],
    ['discountPercent: { from: fraction }', '0.125', {}, '12.5'],
    ['discountPercent: { from: percent }', '101', {}, 'out-of-range'],
    ['discountPercent: { from: amount, of: Account.Gross }', '25', { Gross: 200 }, '12.5'],
    ['discountPercent: { from: amount, of: Account.Gross }', '1', { Gross: 3 }, 'not-exact'],
    ['discountPercent: { from: amount, of: Account.Gross, decimals: 2, rule: half-up }', '1', { Gross: 3 }, '33.33'],
    ['discountAmount: { from: line, to: unit, quantity: Account.Quantity }', '10', { Quantity: 4 }, '2.5'],
    ['discountAmount: { from: line, to: unit, quantity: Account.Quantity }', '10', { Quantity: 0 }, 'not-exact'],
    ['discountAmount: { from: line, to: unit, quantity: Account.Quantity }', '10', {}, 'not-a-number'],
    ['discountAmount: { from: percent, to: line, price: Account.Price, quantity: Account.Quantity }', '10', { Price: 19.99, Quantity: 3 }, '5.997'],
    ['addressLines: { widths: [10, 10], give: 2 }', 'Hauptstraße 12, Hinterhaus', {}, 'too-long'],
    ['addressLines: { widths: [20, 10], give: 2 }', 'Hauptstraße 12\nHinterhaus', {}, 'Hinterhaus'],
    ['addressLines: { widths: [15, 20], give: 1 }', 'Hauptstraße 12 im Hinterhaus', {}, 'Hauptstraße 12'],
  ])('%s makes of %j with %j: %j', async (transform, value, account, expected) => {
    expect(await through(via(transform), value, { Account: account })).toBe(expected);
  });

  test('run one after the other', async () => {
    expect(await through('transforms: [trim, case: { to: upper }, cut: { length: 3 }]', '  abcdef ')).toBe('ABC');
  });

  test('every transform says in one sentence what it does, and has a name of its own', () => {
    expect(new Set(TRANSFORMS.map((transform) => transform.name)).size).toBe(TRANSFORMS.length);
    for (const transform of TRANSFORMS) expect(transform.does).toMatch(/^[A-Z].*\.$/s);
  });

  test('a look-up tells what was found, what was not, and what nobody asked', async () => {
    const { applyField } = await import('./support/document.ts');
    const field = '{ target: paymentTermsId, source: Opportunity.Terms, transforms: [lookup: { set: paymentTerms, by: code, give: id }] }';
    const need = { set: 'paymentTerms', by: 'code', give: 'id', value: '14 DAYS' };
    const run = async (found: string | null | undefined) => applyField(field, { Opportunity: { Terms: '14 DAYS' } }, { lookups: found === undefined ? new Map() : lookupAnswers([{ ...need, found }]) });
    expect((await run('guid-1')).fields).toEqual({ paymentTermsId: 'guid-1' });
    expect((await run(null)).problems[0]?.sentence).toBe('Opportunity.Terms (paymentTermsId in the order mapping for fno): paymentTerms has no row with code "14 DAYS". Create it in the ERP, or correct the value.');
    expect((await run(undefined)).problems[0]?.code).toBe('lookup-not-read');
  });
});

describe('what holds for every value', () => {
  test('cutting keeps a beginning of the text, is never too long and never breaks a character', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(40), (text, length) => {
      const short = cutText(text, length);
      expect(text.startsWith(short)).toBe(true);
      expect(short.length).toBeLessThanOrEqual(Math.max(length, 0));
      expect(short.isWellFormed()).toBe(text.isWellFormed());
    }));
  });

  test('address lines fit their widths and lose no word without saying so', () => {
    const street = fc.array(fc.stringMatching(/^[a-zäöüß0-9]{1,9}$/), { minLength: 1, maxLength: 12 });
    fc.assert(fc.property(street, fc.array(fc.integer({ min: 10, max: 40 }), { minLength: 1, maxLength: 4 }), (words, widths) => {
      const { lines, rest } = splitLines(words.join(' '), widths);
      lines.forEach((line, index) => { expect(line.length).toBeLessThanOrEqual(widths[index] ?? 0); });
      expect([...lines, rest].filter((part) => part !== '').join(' ').split(' ')).toEqual(words);
    }));
  });

  test('each country is found by both of its codes', () => {
    fc.assert(fc.property(fc.constantFrom('DE', 'US', 'GB', 'XK', 'AX', 'TL', 'ZW', 'CI'), (two) => {
      expect(countryCode(two.toLowerCase())).toBe(two);
      expect(countryCode(alpha3Of(two) ?? '')).toBe(two);
    }));
  });

  test('a discount taken from line to unit and back is the same to the last digit, or refused', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 1, max: 400 }), async (cents, quantity) => {
      const amount = new Decimal(cents).dividedBy(100).toFixed();
      const perUnit = await through(via('discountAmount: { from: line, to: unit, quantity: Account.Quantity }'), amount, { Account: { Quantity: quantity } });
      if (perUnit === 'not-exact') return;
      expect(new Decimal(String(perUnit)).times(quantity).toFixed()).toBe(amount);
    }), { numRuns: 60 });
  });
});
