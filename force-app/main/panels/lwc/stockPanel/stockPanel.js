import { api } from 'lwc';
import { NOTHING_YET, opportunityPanel, together } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { problemOf } from 'c/problemOf';
import { day, fillIn, quantity } from 'c/format';
import { priceFigures } from './priceFigures';
import LABELS from './labels';

const isShort = (item, wanted) => item.atp !== null && Number(item.atp) < Number(wanted);

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

    lineOf({ lineId, productName, quantity: wanted, item, problem }) {
        const isOpen = this.opened.has(lineId);
        const isKnown = Boolean(item?.known);
        return {
            lineId,
            productName,
            itemNumber: item?.itemNumber ?? '',
            wanted: this.withUnit(wanted, item),
            sentence: problem ?? (isKnown ? '' : LABELS.unknownItem),
            figures: [...(isKnown ? this.figuresOf(item) : []), ...this.pricesOf(lineId)],
            isShort: isKnown && isShort(item, wanted),
            hasWarehouses: isKnown && this.density !== 'compact' && item.warehouses.length > 0,
            warehouses: isOpen ? this.warehousesOf(item) : [],
            isOpen,
            toggleText: isOpen ? LABELS.hide : LABELS.show,
            toggleName: fillIn(isOpen ? LABELS.hideWarehouses : LABELS.showWarehouses, productName),
            toggleIcon: isOpen ? 'utility:chevrondown' : 'utility:chevronright'
        };
    }

    figuresOf(item) {
        return [
            { label: LABELS.onHand, text: this.withUnit(item.onHand, item) },
            { label: LABELS.atp, text: this.withUnit(item.atp, item) },
            { label: LABELS.firstDate, text: day(item.firstDate) || (item.atp === null ? '' : LABELS.noDate) }
        ].filter(({ text }) => text);
    }

    pricesOf(lineId) {
        const prices = this.priceView.data;
        const line = prices?.lines.find((one) => one.lineId === lineId);
        return line ? priceFigures(line, prices.currency) : [];
    }

    warehousesOf(item) {
        return item.warehouses.map((place, index) => ({
            key: `${place.warehouse}:${index}`,
            name: fillIn(place.site ? LABELS.warehouseSite : LABELS.warehouse, place.warehouse, place.site),
            onHand: this.withUnit(place.onHand, item),
            available: this.withUnit(place.available, item)
        }));
    }

    withUnit(amount, item) {
        const text = quantity(amount);
        return text && item?.unit ? `${text} ${item.unit}` : text;
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
