import { api } from 'lwc';
import { NOTHING_YET, opportunityPanel, together } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { problemOf } from 'c/problemOf';
import { fillIn } from 'c/format';
import { stockOf, warehouseName, warehousesOf, withUnit } from 'c/stockFigures';
import { priceFigures } from './priceFigures';
import LABELS from './labels';

/** Why no warehouse of the ranking delivers the line. */
function undelivered(delivery, wanted) {
    if (!delivery || delivery.warehouse) {
        return '';
    }
    return delivery.ranked.length > 0 ? fillIn(LABELS.deliversNone, delivery.ranked.join(', '), wanted) : LABELS.deliversUnranked;
}

/** Whether the lines of the deal can be delivered, and what they cost: stock, first date, each warehouse, and both prices. */
export default class StockPanel extends PanelElement {
    labels = LABELS;
    opened = new Set();
    priceView = NOTHING_YET;
    tellPrices = (view) => {
        this.priceView = view;
    };
    panel = together(opportunityPanel('stock', this.tell), opportunityPanel('prices', this.tellPrices));

    /** From App Builder: `compact` or `full`, and the only connection whose records are shown. */
    @api density;
    @api connection;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.show(value);
    }

    /** Only as fresh as the older of both. */
    get shownView() {
        const { view, priceView } = this;
        const older = view.state === 'live' && priceView.state === 'stale' ? priceView : view;
        const { state, asOf, staleBecause } = older;
        return { ...view, state, asOf, staleBecause, isLoading: view.isLoading || priceView.isLoading };
    }

    get priceProblem() {
        const { error } = this.priceView;
        return error ? fillIn(LABELS.pricesFailed, problemOf(error).title) : '';
    }

    get stock() {
        return this.view.data;
    }

    get isEmpty() {
        return this.stock.lines.length === 0;
    }

    get lines() {
        return this.stock.lines.map((line) => this.lineOf(line));
    }

    lineOf({ lineId, productName, quantity: wanted, item, short, delivery, problem }) {
        const isOpen = this.opened.has(lineId);
        const isKnown = Boolean(item?.known);
        return {
            lineId,
            productName,
            itemNumber: item?.itemNumber ?? '',
            wanted: withUnit(wanted, item),
            sentence: problem ?? (isKnown ? undelivered(delivery, withUnit(wanted, item)) : LABELS.unknownItem),
            figures: [...(isKnown ? this.figuresOf(item, delivery) : []), ...this.pricesOf(lineId)],
            isShort: isKnown && short,
            hasWarehouses: isKnown && this.density !== 'compact' && item.warehouses.length > 0,
            warehouses: isOpen ? warehousesOf(item, this.stock.moreThan) : [],
            isOpen,
            toggleText: isOpen ? LABELS.hide : LABELS.show,
            toggleName: fillIn(isOpen ? LABELS.hideWarehouses : LABELS.showWarehouses, productName),
            toggleIcon: isOpen ? 'utility:chevrondown' : 'utility:chevronright'
        };
    }

    figuresOf(item, delivery) {
        const figures = stockOf(item, this.stock.moreThan);
        return delivery?.warehouse ? [...figures, { label: LABELS.deliversFrom, text: warehouseName(delivery) }] : figures;
    }

    pricesOf(lineId) {
        const prices = this.priceView.data;
        const line = prices?.lines.find((one) => one.lineId === lineId);
        return line ? priceFigures(line, prices.currency) : [];
    }

    handleToggle(event) {
        const { line } = event.currentTarget.dataset;
        const opened = new Set(this.opened);
        if (!opened.delete(line)) {
            opened.add(line);
        }
        this.opened = opened;
    }
}
