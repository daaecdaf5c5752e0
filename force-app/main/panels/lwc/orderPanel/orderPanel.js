import { LightningElement, api } from 'lwc';
import { NOTHING_YET, accountPanel } from 'c/panelData';
import { day, fillIn, money, sentenceCase } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

const STATUSES = { open: LABELS.open, confirmed: LABELS.confirmed, picked: LABELS.picked, shipped: LABELS.shipped, invoiced: LABELS.invoiced, cancelled: LABELS.cancelled };

/** Orders of the customer in the ERP. An order without lines says so: that is not the same as 0.00. */
export default class OrderPanel extends LightningElement {
    labels = LABELS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    view = NOTHING_YET;
    panel = accountPanel('orders', (view) => {
        this.view = view;
    });
    currentId;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.currentId = value;
        this.panel.show(value);
    }

    connectedCallback() {
        if (CAN_SEE_MONEY) {
            this.panel.open(this.recordId);
        }
    }

    disconnectedCallback() {
        this.panel.close();
    }

    get list() {
        return this.view.data;
    }

    get isEmpty() {
        return this.list.rows.length === 0;
    }

    get rows() {
        return this.list.rows.map((order, index) => ({
            key: `${order.number}:${index}`,
            number: order.number,
            link: order.link,
            status: STATUSES[order.status] ?? sentenceCase(order.status),
            held: order.held ? LABELS.held : '',
            total: order.total === null ? LABELS.noLines : money(order.total, order.currency),
            created: order.createdAt ? fillIn(LABELS.created, day(order.createdAt.slice(0, 10))) : '',
            requested: order.requestedDate ? fillIn(LABELS.requested, day(order.requestedDate)) : '',
            purchaseOrder: order.customerPurchaseOrder ? fillIn(LABELS.purchaseOrder, order.customerPurchaseOrder) : ''
        }));
    }

    handlePage(event) {
        this.panel.refresh({ ordersSkip: String(event.detail.skip) });
    }

    handleRefresh() {
        this.panel.refresh();
    }
}
