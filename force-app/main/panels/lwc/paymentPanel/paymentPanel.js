import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { day, fillIn, money } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

/** What the customer paid, and what of it is not yet applied to an invoice. */
export default class PaymentPanel extends PanelElement {
    labels = LABELS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    panel = accountPanel('payments', this.tell);

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
}
