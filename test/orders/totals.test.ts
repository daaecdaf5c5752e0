import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { createExpressions } from '../../server/mapping/expressions/expressions.ts';
import { distributeAmount, splitTax, totalsOf, type TotalsInput } from '../../server/orders/totals.ts';

type Row = [quantity: string, unitPrice: string, percent: string, amountOff?: string];
const order = (currency: string, rows: Row[], header: Partial<TotalsInput> = {}): TotalsInput => ({
  currency,
  ...header,
  lines: rows.map(([quantity, unitPrice, discountPercent, discountAmount], at) => ({ reference: `L${at + 1}`, quantity, unitPrice, discountPercent, ...(discountAmount === undefined ? {} : { discountAmount }) })),
});

describe('totals, worked by hand', () => {
  it.each<[what: string, input: TotalsInput, amounts: string[], net: string]>([
    // 3 × 19.99 = 59.97; 2 × 5.25 = 10.50; 59.97 + 10.50 = 70.47
    ['two plain lines', order('USD', [['3', '19.99', '0'], ['2', '5.25', '0']]), ['59.97', '10.50'], '70.47'],
    // 3 × 33.33 = 99.99, less 12.5 % = 87.49125, to 87.49
    ['a percentage that falls between two cents', order('USD', [['3', '33.33', '12.5']]), ['87.49'], '87.49'],
    // 1 × 0.125 and 1 × 0.135 lie in the middle: away from zero, 0.13 and 0.14, not to the even cent
    ['halves go away from zero', order('EUR', [['1', '0.125', '0'], ['1', '0.135', '0']]), ['0.13', '0.14'], '0.27'],
    // −1 × 0.125 = −0.125, away from zero: −0.13
    ['a negative half goes away from zero too', order('EUR', [['-1', '0.125', '0']]), ['-0.13'], '-0.13'],
    // three lines of 0.333 are 0.33 each, 0.99 together; the sum of the unrounded ones would be 0.999, to 1.00
    ['lines are rounded before they are added', order('USD', [['1', '0.333', '0'], ['1', '0.333', '0'], ['1', '0.333', '0']]), ['0.33', '0.33', '0.33'], '0.99'],
    // 2 × 100 = 200, less 10 % = 180, less 5.50 = 174.50
    ['percent first, then the amount', order('USD', [['2', '100', '10', '5.50']]), ['174.50'], '174.50'],
    // 5 × 20 = 100 and −2 × 20 less 10 % = −36; 100 − 36 = 64
    ['a returned line', order('USD', [['5', '20', '0'], ['-2', '20', '10']]), ['100.00', '-36.00'], '64.00'],
    // yen have no decimals: 3 × 333.5 = 1000.5, to 1001; 7 × 19 less 15 % = 113.05, to 113; 1114
    ['no decimals', order('JPY', [['3', '333.5', '0'], ['7', '19', '15']]), ['1001', '113'], '1114'],
    // dinars have three: 1.5 × 12.3457 = 18.51855, to 18.519; less nothing
    ['three decimals', order('KWD', [['1.5', '12.3457', '0']]), ['18.519'], '18.519'],
    // 60 + 40 = 100, less 10 % of the header = 10: 6 and 4
    ['a percentage on the header', order('USD', [['1', '60', '0'], ['1', '40', '0']], { discountPercent: '10' }), ['54.00', '36.00'], '90.00'],
    // 10.00 off three lines of 10: running thirds 3.33, 6.67, 10.00, so 3.33, 3.34, 3.33; 6.67 + 6.66 + 6.67 = 20.00
    ['an amount on the header that three lines cannot share evenly', order('USD', [['1', '10', '0'], ['1', '10', '0'], ['1', '10', '0']], { discountAmount: '10' }), ['6.67', '6.66', '6.67'], '20.00'],
    // 200 and 20.00 of charges, less 5 % = 11, less 2.50: 13.50 off, of which 1.227 falls on the charges: 12.27 and 1.23
    ['both on the header, and charges as a line', order('USD', [['2', '100', '0'], ['1', '20', '0']], { discountPercent: '5', discountAmount: '2.5' }), ['187.73', '18.77'], '206.50'],
    // 100 yen over weights 1, 1, 1: 33, 34, 33
    ['an amount without decimals', order('JPY', [['1', '1000', '0'], ['1', '1000', '0'], ['1', '1000', '0']], { discountAmount: '100' }), ['967', '966', '967'], '2900'],
    ['no lines', order('USD', []), [], '0.00'],
    ['a free line', order('USD', [['3', '0', '0'], ['1', '9.99', '100']]), ['0.00', '0.00'], '0.00'],
  ])('%s', (_, input, amounts, net) => {
    const totals = totalsOf(input);
    expect(totals.lines.map((line) => line.amount)).toEqual(amounts);
    expect(totals.amount).toBe(net);
  });

  it.each<[what: string, row: Row, exact: string, rounded: string]>([
    // 2 × 10.50 = 21.00; 12.5 % of it is 2.625; 18.375 to 18.38, but 2.63 off leaves 18.37
    ['half a cent of discount', ['2', '10.5', '12.5'], '18.38', '18.37'],
    // −2 × 10.50 = −21.00; −2.625 to −2.63; −21.00 + 2.63 = −18.37
    ['half a cent on a returned line', ['-2', '10.5', '12.5'], '-18.38', '-18.37'],
    // 3 × 33.335 = 100.005, to 100.01; 10 % of that is 10.001, to 10.00; 90.01; at once 90.0045, to 90.00
    ['a price with more decimals than a coin', ['3', '33.335', '10'], '90.00', '90.01'],
    // 3 × 19.99 = 59.97; 10 % is 5.997, to 6.00; 53.97; at once 53.973, to 53.97
    ['no tie, no difference', ['3', '19.99', '10'], '53.97', '53.97'],
  ])('%s, with the percentage taken off exactly and rounded on its own', (_, row, exact, rounded) => {
    expect(totalsOf(order('USD', [row])).amount).toBe(exact);
    expect(totalsOf(order('USD', [row]), 'rounded').amount).toBe(rounded);
  });

  it.each([
    // 119.00 at 19 %: 119 / 1.19 = 100.00, tax 19.00
    ['119', '19', 'EUR', '100.00', '19.00'],
    // 99.99 at 19 %: 84.0252…, to 84.03; 99.99 − 84.03 = 15.96
    ['99.99', '19', 'EUR', '84.03', '15.96'],
    // 1000 yen at 8 %: 925.925…, to 926; 74
    ['1000', '8', 'JPY', '926', '74'],
    // −119.00: −100.00 and −19.00
    ['-119', '19', 'EUR', '-100.00', '-19.00'],
    // no tax: all of it is net
    ['10.005', '0', 'USD', '10.01', '0.00'],
  ])('%s with %s %% of tax in it, in %s', (amount, percent, currency, net, tax) => {
    expect(splitTax(amount, percent, currency)).toEqual({ net, tax });
  });
});

const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, USD: 2, KWD: 3 };
const currency = fc.constantFrom('USD', 'JPY', 'KWD');
const scaled = (most: number, places: number) => fc.integer({ min: -most, max: most }).map((value) => new Decimal(value).dividedBy(10 ** places).toFixed());
const positive = (most: number, places: number) => fc.integer({ min: 0, max: most }).map((value) => new Decimal(value).dividedBy(10 ** places).toFixed());
const row = fc.record({ quantity: scaled(500_000, 2).filter((value) => value !== '0'), unitPrice: positive(99_999_999, 4), discountPercent: positive(10_000, 2), discountAmount: fc.option(positive(100_000, 3), { nil: undefined }) });
const someOrder = fc.record({ currency, rows: fc.array(row, { maxLength: 12 }), discountPercent: fc.option(positive(5_000, 2), { nil: undefined }), discountAmount: fc.option(positive(1_000_000, 3), { nil: undefined }) })
  .map(({ currency: code, rows, discountPercent, discountAmount }): TotalsInput => ({
    currency: code,
    ...(discountPercent === undefined ? {} : { discountPercent }), ...(discountAmount === undefined ? {} : { discountAmount }),
    lines: rows.map(({ discountAmount: off, ...line }, at) => ({ reference: `L${at}`, ...line, ...(off === undefined ? {} : { discountAmount: off }) })),
  }));
const total = (values: readonly string[]): Decimal => values.reduce((all, value) => all.plus(value), new Decimal(0));
const round = (value: Decimal, code: string): string => value.toFixed(DECIMALS[code] ?? 2, Decimal.ROUND_HALF_UP);

describe('totals of any order', () => {
  it('are the sum of their parts to the smallest coin', () => {
    fc.assert(fc.property(someOrder, (input) => {
      const totals = totalsOf(input);
      expect(total(totals.lines.map((line) => line.headerDiscount)).toFixed()).toBe(input.lines.length === 0 ? '0' : new Decimal(totals.headerDiscount).toFixed());
      expect(total(totals.lines.map((line) => line.amount)).equals(input.lines.length === 0 ? 0 : totals.amount)).toBe(true);
      for (const line of totals.lines) expect(new Decimal(line.gross).minus(line.discount).minus(line.headerDiscount).equals(line.amount)).toBe(true);
      for (const text of [totals.amount, totals.subtotal, ...totals.lines.map((line) => line.amount)]) expect(text).toMatch(DECIMALS[input.currency] === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${DECIMALS[input.currency] ?? 2}}$`));
    }));
  });

  it('share an amount without losing or making a coin, whatever the weights', () => {
    fc.assert(fc.property(scaled(10_000_000, 3), fc.array(scaled(1_000_000, 2), { minLength: 1, maxLength: 20 }), currency, (whole, weights, code) => {
      expect(round(total(distributeAmount(whole, weights, code)), code)).toBe(round(new Decimal(round(new Decimal(whole), code)), code));
    }));
  });

  it('split tax so that net and tax are what is paid', () => {
    fc.assert(fc.property(scaled(100_000_000, 3), positive(3_000, 2), currency, (amount, percent, code) => {
      const { net, tax } = splitTax(amount, percent, code);
      expect(total([net, tax]).equals(round(new Decimal(amount), code))).toBe(true);
    }));
  });

  // F&O: quantity × (price − amount) × (100 % − percent); Business Central: quantity × price less the percent. Both round the line.
  it.each([
    ['fno', ['OrderedSalesQuantity', 'SalesPrice', 'LineDiscountPercentage']],
    ['business-central', ['quantity', 'unitPrice', 'discountPercent']],
  ] as const)('agree to the coin with what %s makes of the line that the shipped mapping sends', async (erp, [quantity, unitPrice, percent]) => {
    const document = loadDefault(erp, 'order-line');
    const expressions = createExpressions();
    await fc.assert(fc.asyncProperty(currency, row, async (code, line) => {
      const planned = totalsOf({ currency: code, lines: [{ reference: 'L', quantity: line.quantity, unitPrice: line.unitPrice, discountPercent: line.discountPercent }] });
      const record = { OpportunityLineItem: { Quantity: Number(line.quantity), UnitPrice: Number(line.unitPrice), Discount: Number(line.discountPercent) }, Crossledger: { itemNumber: 'P-1', lineReference: 'L' } };
      const { fields, problems } = await applyMapping(document, record, { company: 'usmf', lookups: new Map(), expressions });
      expect(problems).toEqual([]);
      const value = (name: string): Decimal => new Decimal(Number(fields[name] ?? 0));
      const made = value(quantity).times(value(unitPrice)).times(new Decimal(100).minus(value(percent))).dividedBy(100);
      expect(round(made, code).replace(/^-(0(\.0+)?)$/, '$1')).toBe(planned.amount);
    }));
  });
});
