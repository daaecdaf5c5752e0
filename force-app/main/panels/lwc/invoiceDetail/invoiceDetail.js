import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { accountPanel, NOTHING_YET } from 'c/panelData';
import { day, fillIn, money } from 'c/format';
import { lineOf } from 'c/documentLine';
import LABELS from './labels';

/** Lines of one invoice and what paid it, read live when it is opened. */
export default class InvoiceDetail extends LightningModal {
    @api recordId;
    @api number;

    labels = LABELS;
    view = NOTHING_YET;

    connectedCallback() {
        const tell = (view) => {
            this.view = view;
        };
        this.panel = accountPanel('invoice', tell, { invoiceNumber: this.number });
        this.panel.open(this.recordId);
    }

    disconnectedCallback() {
        this.panel.close();
    }

    get detail() {
        return this.view.data;
    }

    get isMissing() {
        return !this.detail && !this.view.error && !this.view.isLoading;
    }

    get order() {
        return this.detail.orderNumber ? fillIn(LABELS.order, this.detail.orderNumber) : '';
    }

    get lines() {
        return this.detail.lines.map((line, index) => lineOf(line, index, this.detail.currency));
    }

    get payments() {
        return (this.detail.payments ?? []).map((payment, index) => ({
            key: `${payment.number}:${index}`,
            number: payment.number,
            date: day(payment.date),
            amount: money(payment.amount, payment.currency),
            unposted: payment.posted ? '' : LABELS.unposted
        }));
    }

    get noPayments() {
        const { payments } = this.detail;
        if (payments === null) {
            return LABELS.paymentsUnknown;
        }
        return payments.length === 0 ? LABELS.noPayments : '';
    }

    get noLines() {
        return this.detail.lines.length === 0 ? LABELS.noLines : '';
    }

    handleClose() {
        this.close();
    }
}
