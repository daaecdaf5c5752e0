import { day, fillIn, quantity } from 'c/format';
import LABELS from './labels';

const MOST_LINES = 5;
const isOpen = ({ open, status }) => (open === undefined || open === null ? status === 'open' : Number(open) > 0);

/** What of an order that goes on is still to come, what is late first; and how many lines more there are. */
export function openLinesOf(order) {
    const goesOn = order && !order.cancelled && order.steps.some(({ step }) => step !== 'created');
    const isShown = (line) => isOpen(line) && (goesOn || line.backorder);
    const open = order && !order.cancelled ? order.lines.filter(isShown) : [];
    const sorted = [...open.filter(({ backorder }) => backorder), ...open.filter(({ backorder }) => !backorder)];
    const more = sorted.length - MOST_LINES;
    return {
        lines: sorted.slice(0, MOST_LINES).map((line, index) => ({ key: `${line.reference}:${index}`, name: line.description || line.itemNumber, isLate: Boolean(line.backorder), amount: amountOf(line), dates: datesOf(line) })),
        more: more > 0 ? fillIn(LABELS.moreLines, more) : ''
    };
}

/** An ERP that does not tell what is open of a line tells at least that it is not shipped whole. */
function amountOf({ open, quantity: ordered, unit }) {
    const words = open === undefined || open === null ? fillIn(LABELS.lineNotWhole, quantity(ordered), unit ?? '') : fillIn(LABELS.lineOpen, quantity(open), quantity(ordered), unit ?? '');
    return words.replace(/ +/g, ' ');
}

/** A day before the requested one is no news: goods leave the warehouse before they arrive. */
function datesOf({ requestedDate: requested, promisedDate: promised }) {
    if (requested && promised && promised > requested) {
        return fillIn(LABELS.lineMoved, day(requested), day(promised));
    }
    if (promised) {
        return fillIn(LABELS.linePromised, day(promised));
    }
    return requested ? fillIn(LABELS.lineRequested, day(requested)) : '';
}
