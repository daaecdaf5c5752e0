import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

/** Puts values into the places {0}, {1}, … of a label. */
export function fillIn(label, ...values) {
    return label.replace(/\{(\d+)\}/g, (place, index) => values[index] ?? place);
}

/** Decimal text in the document's currency; Intl takes the text as it is, so no cent is lost to floating point. Null: empty. */
export function money(amount, currency) {
    if (amount === null || amount === undefined) {
        return '';
    }
    const style = currency ? { style: 'currency', currency } : { minimumFractionDigits: 2 };
    return new Intl.NumberFormat(LOCALE, style).format(amount);
}

/** A price of one piece: as money, with all the decimals that it has; `signed` tells above from below. Null: empty. */
export function unitPrice(amount, currency, { signed = false } = {}) {
    if (amount === null || amount === undefined) {
        return '';
    }
    const sign = signed ? { signDisplay: 'exceptZero' } : {};
    return new Intl.NumberFormat(LOCALE, { style: 'currency', currency, maximumFractionDigits: 6, ...sign }).format(amount);
}

/** An amount with the same in another currency behind it, where there is one. */
export const both = (amount, other) => (other ? `${amount} (${other})` : amount);

/** A quantity as decimal text, without padding zeros. Null: empty. */
export function quantity(amount) {
    return amount === null || amount === undefined ? '' : new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 6 }).format(amount);
}

/** A calendar date like 2026-01-31, the same day in every time zone. Null: empty. */
export function day(isoDate) {
    return isoDate ? new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${isoDate}T00:00:00Z`)) : '';
}

/** An instant in the user's time zone: the time today, with the date on other days. */
export function moment(isoInstant, nowMs = Date.now()) {
    const at = new Date(isoInstant);
    const dayOf = (date) => new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: TIME_ZONE }).format(date);
    const isToday = dayOf(at) === dayOf(new Date(nowMs));
    const style = isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
    return new Intl.DateTimeFormat(LOCALE, { ...style, timeZone: TIME_ZONE }).format(at);
}

const AGES = [
    ['day', 86400000],
    ['hour', 3600000],
    ['minute', 60000]
];

/** How long ago an instant was, in its largest unit: 3 hours ago. */
export function ago(isoInstant, nowMs = Date.now()) {
    const passedMs = Math.max(0, nowMs - Date.parse(isoInstant));
    const [unit, unitMs] = AGES.find(([, ms]) => passedMs >= ms) ?? AGES.at(-1);
    return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(-Math.floor(passedMs / unitMs), unit);
}

/** First letter in upper case, for words that the ERP or the backend chose. */
export function sentenceCase(word) {
    return word ? word.charAt(0).toLocaleUpperCase(LOCALE) + word.slice(1) : '';
}

/** A name like unitPrice as words. */
export function wordsOf(name) {
    return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
