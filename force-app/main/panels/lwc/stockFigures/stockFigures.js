import { fillIn, quantity } from 'c/format';
import LABELS from './labels';

const LEVELS = { none: LABELS.none, few: LABELS.few, some: LABELS.inStock };

/** A quantity with the unit of the item. Null: empty. */
export function withUnit(amount, item) {
    const text = quantity(amount);
    return text && item?.unit ? `${text} ${item.unit}` : text;
}

/** The exact figure, or where the backend tells none how much there is about; `moreThan` is what the highest level is above. */
export function stockText(amount, level, item, moreThan) {
    if (!level) {
        return withUnit(amount, item);
    }
    return LEVELS[level] ?? fillIn(LABELS.moreThan, withUnit(moreThan, item));
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
