import { fillIn, unitPrice } from 'c/format';
import LABELS from './labels';

const isZero = (amount) => Number(amount) === 0;

function inErp(price) {
    if (!price?.known) {
        return '';
    }
    const text = price.amount === null ? LABELS.noPrice : unitPrice(price.amount, price.currency);
    return price.amount !== null && price.estimate ? fillIn(LABELS.priceEstimate, text) : text;
}

function apart(difference, currency) {
    if (difference === null) {
        return '';
    }
    return isZero(difference) ? LABELS.equalPrice : unitPrice(difference, currency, { signed: true });
}

/** What the deal says beside what the ERP asks, and how far they are apart. */
export const priceFigures = ({ crmPrice, erpPrice, difference }, currency) =>
    [
        { label: LABELS.priceCrm, text: unitPrice(crmPrice, currency) },
        { label: LABELS.priceErp, text: inErp(erpPrice) },
        { label: LABELS.difference, text: apart(difference, currency) }
    ].filter(({ text }) => text);
