import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { ListElement } from 'c/listElement';
import { both, day, fillIn, money, quantity } from 'c/format';
import InvoiceDetail from 'c/invoiceDetail';
import { watchNarrow } from 'c/viewport';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

const STATUSES = {
    draft: LABELS.draft,
    open: LABELS.open,
    overdue: LABELS.overdue,
    'partly-paid': LABELS.partlyPaid,
    paid: LABELS.paid,
    credit: LABELS.credit,
    cancelled: LABELS.cancelled
};
const STATE_WORDS = { all: LABELS.stateAll, open: LABELS.stateOpen, overdue: LABELS.stateOverdue, paid: LABELS.statePaid, credit: LABELS.stateCredit };
const days = (count) => (count > 0 ? fillIn(count === 1 ? LABELS.oneDay : LABELS.manyDays, quantity(count)) : '');
const STATUS_ICONS = { overdue: 'utility:warning', paid: 'utility:success' };
const right = { alignment: 'right' };
/** The newest first: old and settled ones are rarely what somebody looks for. */
const FIRST_SORT = '-dueDate';
const COLUMNS = [
    { label: LABELS.number, fieldName: 'number', type: 'button', sortable: true, typeAttributes: { label: { fieldName: 'number' }, title: { fieldName: 'openTitle' }, variant: 'base' } },
    { label: LABELS.date, fieldName: 'date', type: 'text', sortable: true },
    { label: LABELS.dueDate, fieldName: 'dueDate', type: 'text', sortable: true },
    { label: LABELS.daysOverdue, fieldName: 'overdueBy', type: 'text', cellAttributes: right },
    { label: LABELS.status, fieldName: 'status', type: 'text', cellAttributes: { iconName: { fieldName: 'statusIcon' }, iconPosition: 'left' } },
    { label: LABELS.amount, fieldName: 'amount', type: 'text', sortable: true, cellAttributes: right },
    { label: LABELS.openAmount, fieldName: 'openAmount', type: 'text', cellAttributes: right }
].map((column) => ({ ...column, hideDefaultActions: true }));

/** Invoices of the customer: a table, or on a phone a list. Sorted and paged by the backend. */
export default class InvoicePanel extends ListElement {
    labels = LABELS;
    part = 'invoices';
    stateWords = STATE_WORDS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    columns = COLUMNS;
    isNarrow = false;
    sort = FIRST_SORT;
    panel = accountPanel('invoices', this.tell, { invoicesSort: FIRST_SORT });

    /** From App Builder: rows of a page, `compact` or `full`, and the only connection whose records are shown. */
    @api rows;
    @api density;
    @api connection;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        if (value !== this.currentId) {
            this.sort = FIRST_SORT;
        }
        this.show(value);
    }

    connectedCallback() {
        super.connectedCallback();
        this.stopWatching = watchNarrow((isNarrow) => {
            this.isNarrow = isNarrow;
        });
    }

    disconnectedCallback() {
        super.disconnectedCallback();
        this.stopWatching?.();
    }

    get shownRows() {
        return this.list.rows.map((invoice, index) => this.rowOf(invoice, index));
    }

    rowOf(invoice, index) {
        const { inCompany } = invoice;
        const openAmount = both(money(invoice.open, invoice.currency), money(inCompany?.open, inCompany?.currency));
        return {
            key: `${invoice.number}:${index}`,
            number: invoice.number,
            openTitle: fillIn(LABELS.detailOpen, invoice.number),
            date: day(invoice.date),
            dueDate: day(invoice.dueDate),
            overdueBy: days(invoice.daysOverdue),
            status: STATUSES[invoice.status] ?? invoice.status,
            statusIcon: STATUS_ICONS[invoice.status],
            amount: invoice.amount === null ? LABELS.noLines : both(money(invoice.amount, invoice.currency), money(inCompany?.amount, inCompany?.currency)),
            openAmount,
            stillOpen: Number(invoice.open) === 0 ? '' : openAmount
        };
    }

    /** A table needs the width and the room. */
    get isList() {
        return this.isNarrow || this.isCompact;
    }

    get sortedBy() {
        return this.sort.replace('-', '');
    }

    get sortedDirection() {
        return this.sort.startsWith('-') ? 'desc' : 'asc';
    }

    handleRowAction(event) {
        this.openDetail(event.detail.row.number);
    }

    handleOpen(event) {
        this.openDetail(event.target.dataset.number);
    }

    openDetail(number) {
        InvoiceDetail.open({ label: fillIn(LABELS.detailHeading, number), size: 'small', recordId: this.currentId, number });
    }

    handleSort(event) {
        const { fieldName, sortDirection } = event.detail;
        this.sort = sortDirection === 'desc' ? `-${fieldName}` : fieldName;
        this.panel.refresh({ invoicesSort: this.sort, invoicesSkip: '0' });
    }
}
