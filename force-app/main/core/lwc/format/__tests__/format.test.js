import { ago, day, fillIn, moment, money, quantity, sentenceCase, unitPrice, wordsOf } from 'c/format';

describe('c/format', () => {
    it('fills the places of a label and leaves what it has no value for', () => {
        expect(fillIn('{0} to {1} of {2}', 1, 25)).toBe('1 to 25 of {2}');
    });

    it('shows money in the document\'s currency with that currency\'s cents', () => {
        expect(money('1234.5', 'USD')).toBe('$1,234.50');
        expect(money('1234.5', 'EUR')).toBe('€1,234.50');
        expect(money('1234', 'JPY')).toBe('¥1,234');
        expect(money('-0.10', 'USD')).toBe('-$0.10');
    });

    it('shows money without a currency as a plain amount', () => {
        expect(money('1234.5', null)).toBe('1,234.50');
    });

    it('keeps digits that a float would lose', () => {
        expect(money('90071992547409931.07', 'USD')).toBe('$90,071,992,547,409,931.07');
    });

    it('shows a price with all its decimals, and on demand whether it is above or below', () => {
        expect([unitPrice('0.1234', 'USD'), unitPrice('5', 'EUR'), unitPrice(null, 'USD')]).toEqual(['$0.1234', '€5.00', '']);
        expect([unitPrice('2.8', 'USD', { signed: true }), unitPrice('-2.8', 'USD', { signed: true })]).toEqual(['+$2.80', '-$2.80']);
    });

    it('takes a name apart into words', () => {
        expect([wordsOf('unitPrice'), wordsOf('quantity')]).toEqual(['unit price', 'quantity']);
    });

    it('shows nothing for what is not there, and zero for zero', () => {
        expect(money(null, 'USD')).toBe('');
        expect(money(undefined, 'USD')).toBe('');
        expect(money('0.00', 'USD')).toBe('$0.00');
        expect(quantity(null)).toBe('');
        expect(day(null)).toBe('');
    });

    it('shows quantities without padding zeros', () => {
        expect(quantity('2.500')).toBe('2.5');
        expect(quantity('1000')).toBe('1,000');
    });

    it('keeps a calendar date on its day', () => {
        expect(day('2026-01-31')).toBe('Jan 31, 2026');
        expect(day('2026-03-01')).toBe('Mar 1, 2026');
    });

    it('shows the time of an instant of today and the date of any other', () => {
        const nowMs = Date.parse('2026-11-20T20:00:00Z');
        expect(moment('2026-11-20T17:30:00Z', nowMs)).toMatch(/^9:30.AM$/);
        expect(moment('2026-11-18T17:30:00Z', nowMs)).toMatch(/Nov 18, 2026, 9:30.AM/);
    });

    it('tells how long ago an instant was, in its largest unit', () => {
        const nowMs = Date.parse('2026-11-20T20:00:00Z');
        const words = ['2026-11-20T19:59:40Z', '2026-11-20T19:30:00Z', '2026-11-20T17:30:00Z', '2026-11-19T19:00:00Z', '2026-11-10T20:00:00Z', '2026-11-20T20:00:05Z'].map((at) => ago(at, nowMs));
        expect(words).toEqual(['this minute', '30 minutes ago', '2 hours ago', 'yesterday', '10 days ago', 'this minute']);
    });

    it('begins a word with a capital', () => {
        expect(sentenceCase('open order')).toBe('Open order');
        expect(sentenceCase('')).toBe('');
    });
});
