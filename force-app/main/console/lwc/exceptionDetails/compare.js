import { day, fillIn, quantity } from 'c/format';
import LABELS from './labels';

const asText = (value) => String(value);
const HEADER = [
    ['customerNumber', asText],
    ['customerPurchaseOrder', asText],
    ['company', asText],
    ['currency', asText],
    ['amount', quantity],
    ['requestedDate', day],
    ['discountPercent', quantity],
    ['discountAmount', quantity]
];
const LINE = [
    ['itemNumber', asText],
    ['quantity', quantity],
    ['unit', asText],
    ['unitPrice', quantity],
    ['discountPercent', quantity],
    ['discountAmount', quantity],
    ['requestedDate', day]
];

const isThere = (value) => value !== null && value !== undefined && value !== '';

/** An order is told as planned, as edited, or as the deal said when it was sent: a line bears its id under another name in each. */
const idOf = (line) => line.line ?? line.reference ?? line.id;
/** The deal's word for it, on whichever side it is known; else the ERP's. */
function nameOf(...sides) {
    const lines = sides.filter(Boolean);
    const told = (name) => lines.map((line) => line[name]).find(isThere);
    return told('product') ?? told('productName') ?? told('description') ?? told('itemNumber') ?? '';
}
const dated = (line) => ({ ...line, requestedDate: line.requestedDate ?? line.serviceDate });

function compareFields(fields, key, before, after) {
    return fields.flatMap(([name, write]) => {
        const [was, is] = [before?.[name], after?.[name]].map((value) => (isThere(value) ? write(value) : ''));
        if (!was && !is) {
            return [];
        }
        // What only one of the shapes tells is no change.
        const isChanged = Boolean(before && after) && name in before && name in after && was !== is;
        return [{ key: `${key}:${name}`, label: LABELS[name], was, is, isChanged }];
    });
}

/** Groups of values side by side: the order itself, then each line. Empty when there is nothing to compare. */
export function compare(before, after) {
    const header = compareFields(HEADER, 'order', before, after);
    const linesOf = (order) => new Map((order?.lines ?? []).map((line) => [idOf(line), dated(line)]));
    const [was, is] = [linesOf(before), linesOf(after)];
    const lines = [...new Set([...was.keys(), ...is.keys()])].map((id, index) => ({
        key: id,
        heading: fillIn(LABELS.line, quantity(index + 1), nameOf(is.get(id), was.get(id))),
        rows: compareFields(LINE, id, was.get(id), is.get(id))
    }));
    return [...(header.length ? [{ key: 'order', heading: '', rows: header }] : []), ...lines];
}
