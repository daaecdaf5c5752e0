import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { ListElement } from 'c/listElement';
import { lineOf } from 'c/documentLine';
import { day, fillIn, money, sentenceCase } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

const STATUSES = { open: LABELS.open, confirmed: LABELS.confirmed, picked: LABELS.picked, shipped: LABELS.shipped, invoiced: LABELS.invoiced, cancelled: LABELS.cancelled, released: LABELS.released, 'waiting for approval': LABELS.waiting,
    'partly shipped': LABELS.partlyShipped, 'partly invoiced': LABELS.partlyInvoiced, 'shipped, partly invoiced': LABELS.shippedPartlyInvoiced };
const STATE_WORDS = { open: LABELS.stateOpen, shipped: LABELS.stateShipped, invoiced: LABELS.stateInvoiced, cancelled: LABELS.stateCancelled, all: LABELS.stateAll };

/** Orders of the customer in the ERP. An order without lines says so: that is not the same as 0.00. */
export default class OrderPanel extends ListElement {
    labels = LABELS;
    part = 'orders';
    firstState = 'open';
    stateWords = STATE_WORDS;
    opened = new Set();
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    panel = accountPanel('orders', this.tell);

    /** From App Builder: rows of a page, `compact` or `full`, and the only connection whose records are shown. */
    @api rows;
    @api density;
    @api connection;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.show(value);
    }

    get shownRows() {
        return this.list.rows.map((order, index) => this.rowOf(order, index));
    }

    rowOf(order, index) {
        const isOpen = this.opened.has(order.number);
        const lines = order.lines ?? [];
        return {
            key: `${order.number}:${index}`,
            number: order.number,
            hasMore: !this.isCompact,
            link: order.link,
            status: STATUSES[order.status] ?? sentenceCase(order.status),
            held: order.held ? LABELS.held : '',
            total: order.total === null ? LABELS.noLines : money(order.total, order.currency),
            created: order.createdAt ? fillIn(LABELS.created, day(order.createdAt.slice(0, 10))) : '',
            requested: order.requestedDate ? fillIn(LABELS.requested, day(order.requestedDate)) : '',
            purchaseOrder: order.customerPurchaseOrder ? fillIn(LABELS.purchaseOrder, order.customerPurchaseOrder) : '',
            hasLines: lines.length > 0 && !this.isCompact,
            lines: isOpen ? lines.map((line, at) => lineOf(line, at, order.currency)) : [],
            isOpen,
            toggleText: isOpen ? LABELS.hideLines : LABELS.showLines,
            toggleName: fillIn(isOpen ? LABELS.hideLinesOf : LABELS.showLinesOf, order.number),
            toggleIcon: isOpen ? 'utility:chevrondown' : 'utility:chevronright'
        };
    }

    handleToggle(event) {
        const { number } = event.currentTarget.dataset;
        const opened = new Set(this.opened);
        if (!opened.delete(number)) {
            opened.add(number);
        }
        this.opened = opened;
    }
}
