import { fillIn, money, quantity } from 'c/format';
import EACH from '@salesforce/label/c.Line_Each';

/** One line of an invoice or order, as it is shown: name, quantity at which price, amount. */
export function lineOf({ itemNumber, description, quantity: count, unit, unitPrice, amount }, index, currency) {
    const counted = unit ? `${quantity(count)} ${unit}` : quantity(count);
    return {
        key: String(index),
        name: description || itemNumber,
        itemNumber: description ? itemNumber : '',
        each: fillIn(EACH, counted, money(unitPrice, currency)),
        amount: money(amount, currency)
    };
}
