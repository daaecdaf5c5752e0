import { day, fillIn, quantity } from 'c/format';
import LABELS from './labels';

const LEVELS = { none: LABELS.none, few: LABELS.few, some: LABELS.inStock };

/** A quantity with the unit of the item. Null: empty. */
export function withUnit(amount, item) {
    const text = quantity(amount);
    return text && item?.unit ? `${text} ${item.unit}` : text;
}

/** The exact figure, or where the backend tells none how much there is about; `moreThan` is what the highest level is above. */
function stockText(amount, level, item, moreThan) {
    if (!level) {
        return withUnit(amount, item);
    }
    return LEVELS[level] ?? fillIn(LABELS.moreThan, withUnit(moreThan, item));
}

/** What the company has of an item, each with its label: on hand, available to promise, first date; nothing for what is not known. */
export function stockOf({ onHand, onHandLevel, atp, atpLevel, firstDate, unit }, moreThan) {
    const promised = stockText(atp, atpLevel, { unit }, moreThan);
    return [
        { label: LABELS.onHand, text: stockText(onHand, onHandLevel, { unit }, moreThan) },
        { label: LABELS.atp, text: promised },
        { label: LABELS.firstDate, text: day(firstDate) || (promised ? LABELS.noDate : '') }
    ].filter(({ text }) => text);
}

export const warehouseName = ({ warehouse, site }) => fillIn(site ? LABELS.warehouseSite : LABELS.warehouse, warehouse, site);

/** Each warehouse of an item in words. */
export const warehousesOf = (item, moreThan) =>
    item.warehouses.map((place, index) => ({
        key: `${place.warehouse}:${index}`,
        name: warehouseName(place),
        onHand: stockText(place.onHand, place.onHandLevel, item, moreThan),
        available: stockText(place.available, place.availableLevel, item, moreThan)
    }));
