import { day, fillIn, quantity } from 'c/format';
import LABELS from './labels';

const LEVELS = { none: LABELS.none, few: LABELS.few, some: LABELS.some };
/** Of what can be had. */
const IN_STOCK = { ...LEVELS, some: LABELS.inStock };

/** A quantity with the unit of the item. Null: empty. */
export function withUnit(amount, item) {
    const text = quantity(amount);
    return text && item?.unit ? `${text} ${item.unit}` : text;
}

/** The exact figure, or where the backend tells none how much there is about; `moreThan` is what the highest level is above. */
function stockText(amount, level, { item, moreThan, levels }) {
    if (!level) {
        return withUnit(amount, item);
    }
    return levels[level] ?? fillIn(LABELS.moreThan, withUnit(moreThan, item));
}

/** What is there, what of it is taken, what is left and what is on its way, of an item or of one of its warehouses; nothing for what is not known. */
function quantitiesOf(stock, item, moreThan) {
    const inStock = { item, moreThan, levels: IN_STOCK };
    const amount = { item, moreThan, levels: LEVELS };
    return [
        { label: LABELS.onHand, text: stockText(stock.onHand, stock.onHandLevel, inStock) },
        { label: LABELS.reserved, text: stockText(stock.reserved, stock.reservedLevel, amount) },
        { label: LABELS.onSalesOrders, text: stockText(stock.onSalesOrders, stock.onSalesOrdersLevel, amount) },
        { label: LABELS.available, text: stockText(stock.available, stock.availableLevel, inStock) },
        { label: LABELS.ordered, text: stockText(stock.ordered, stock.orderedLevel, amount) }
    ].filter(({ text }) => text);
}

/** What the company has of an item, each with its label: its quantities, available to promise, first date; nothing for what is not known. */
export function stockOf(item, moreThan) {
    const promised = stockText(item.atp, item.atpLevel, { item, moreThan, levels: IN_STOCK });
    return [
        ...quantitiesOf(item, item, moreThan),
        { label: LABELS.atp, text: promised },
        { label: LABELS.firstDate, text: day(item.firstDate) || (promised ? LABELS.noDate : '') }
    ].filter(({ text }) => text);
}

/** An ERP keeps stock without a warehouse too. */
export const warehouseName = ({ warehouse, site }) => (warehouse ? fillIn(site ? LABELS.warehouseSite : LABELS.warehouse, warehouse, site) : LABELS.noWarehouse);

/** Each warehouse of an item in words. */
export const warehousesOf = (item, moreThan) =>
    item.warehouses.map((place, index) => ({ key: `${place.warehouse}:${index}`, name: warehouseName(place), figures: quantitiesOf(place, item, moreThan) }));
