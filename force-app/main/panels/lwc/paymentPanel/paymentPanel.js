import { LightningElement, api } from 'lwc';
import { NOTHING_YET, accountPanel } from 'c/panelData';
import { day, fillIn, money } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

/** What the customer paid, and what of it is not yet applied to an invoice. */
export default class PaymentPanel extends LightningElement {
    labels = LABELS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    view = NOTHING_YET;
    panel = accountPanel('payments', (view) => {
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
        return this.list.rows.map((payment, index) => ({
            key: `${payment.number}:${index}`,
            number: payment.number,
            amount: money(payment.amount, payment.currency),
            date: day(payment.date),
            reference: payment.reference,
            invoices: payment.invoices.length > 0 ? fillIn(LABELS.pays, payment.invoices.join(', ')) : '',
            unapplied: Number(payment.unapplied) === 0 ? '' : fillIn(LABELS.unapplied, money(payment.unapplied, payment.currency)),
            unposted: payment.posted ? '' : LABELS.unposted
        }));
    }

    handlePage(event) {
        this.panel.refresh({ paymentsSkip: String(event.detail.skip) });
    }

    handleRefresh() {
        this.panel.refresh();
    }
}
