import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { day, fillIn, money, sentenceCase } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

const STATUSES = { open: LABELS.open, confirmed: LABELS.confirmed, picked: LABELS.picked, shipped: LABELS.shipped, invoiced: LABELS.invoiced, cancelled: LABELS.cancelled };

/** Orders of the customer in the ERP. An order without lines says so: that is not the same as 0.00. */
export default class OrderPanel extends PanelElement {
    labels = LABELS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    panel = accountPanel('orders', this.tell);

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.show(value);
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
}
