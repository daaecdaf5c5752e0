import { api } from 'lwc';
import { productPanel } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { stockOf, warehousesOf } from 'c/stockFigures';
import LABELS from './labels';

/** What the company has of this product: on hand, available to promise, first date, and each warehouse. */
export default class ProductPanel extends PanelElement {
    labels = LABELS;
    panel = productPanel('stock', this.tell);

    /** From App Builder: `compact` or `full`, and the connection that is asked; empty: as routing decides. */
    @api density;
    @api connection;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.show(value);
    }

    get startOptions() {
        return this.connection ? { connection: this.connection } : {};
    }

    get item() {
        return this.view.data?.item;
    }

    get isUnknown() {
        return !this.item.known;
    }

    get figures() {
        return stockOf(this.item, this.view.data.moreThan);
    }

    get places() {
        return warehousesOf(this.item, this.view.data.moreThan);
    }

    get hasPlaces() {
        return this.density !== 'compact' && this.places.length > 0;
    }
}
