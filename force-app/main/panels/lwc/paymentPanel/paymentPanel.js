import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { ListElement } from 'c/listElement';
import { both, day, fillIn, money } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

/** What the customer paid, and what of it is not yet applied to an invoice. */
export default class PaymentPanel extends ListElement {
    labels = LABELS;
    part = 'payments';
    stateWords = { all: LABELS.stateAll, unapplied: LABELS.stateUnapplied };
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    panel = accountPanel('payments', this.tell);

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
        return this.list.rows.map((payment, index) => ({
            key: `${payment.number}:${index}`,
            number: payment.number,
            hasMore: !this.isCompact,
            amount: both(money(payment.amount, payment.currency), money(payment.inCompany?.amount, payment.inCompany?.currency)),
            date: day(payment.date),
            reference: payment.reference,
            invoices: payment.invoices.length > 0 && !this.isCompact ? fillIn(LABELS.pays, payment.invoices.join(', ')) : '',
            unapplied: Number(payment.unapplied) === 0 ? '' : fillIn(LABELS.unapplied, money(payment.unapplied, payment.currency)),
            unposted: payment.posted ? '' : LABELS.unposted
        }));
    }
}
