import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { fillIn, quantity } from 'c/format';
import editOne from '@salesforce/apex/CrossledgerExceptionController.edit';
import readLines from '@salesforce/apex/CrossledgerExceptionController.readLines';
import { finish } from 'c/modalWork';
import LABELS from './labels';

/** What may be set for the whole order. */
const ORDER_FIELDS = ['customerNumber', 'customerPurchaseOrder', 'requestedDate'];

const differing = (entered, shown) => Object.fromEntries(Object.entries(entered).filter(([name, value]) => value && value !== shown[name]));

/** Sets values of one order instead of the deal's and tries it again; closes with the exception as it stands then. */
export default class ExceptionEdit extends LightningModal {
    /** As `readOne` tells it. */
    @api exception;

    labels = LABELS;
    dealLines;
    linesError;
    changes = { lines: {} };
    reason = '';
    error;
    isBusy = false;

    async connectedCallback() {
        super.connectedCallback?.();
        try {
            this.dealLines = JSON.parse(await readLines({ dealId: this.exception.opportunityId }));
        } catch (error) {
            this.linesError = error;
        }
    }

    get isLoading() {
        return !this.dealLines && !this.linesError;
    }

    get edits() {
        return this.exception.edits ?? {};
    }

    get lines() {
        return (this.dealLines ?? []).map((line, index) => ({
            ...line,
            heading: fillIn(LABELS.line, quantity(index + 1), line.product),
            itemNumber: this.edits.lines?.[line.line]?.itemNumber ?? line.itemNumber,
            requestedDate: this.edits.lines?.[line.line]?.requestedDate ?? line.requestedDate
        }));
    }

    get isUnchanged() {
        return Object.keys(this.wanted).length === 0;
    }

    get isConfirmDisabled() {
        return this.isBusy || this.isUnchanged;
    }

    /** Only what was entered and differs, in the words of the backend. */
    get wanted() {
        const { lines, ...order } = this.changes;
        const changed = this.lines.map((shown) => [shown.line, differing(lines[shown.line] ?? {}, shown)]).filter(([, values]) => Object.keys(values).length > 0);
        return { ...differing(order, this.edits), ...(changed.length ? { lines: Object.fromEntries(changed) } : {}) };
    }

    handleOrder(event) {
        const { field } = event.target.dataset;
        if (ORDER_FIELDS.includes(field)) {
            this.changes = { ...this.changes, [field]: event.detail.value?.trim() };
        }
    }

    handleLine(event) {
        const { field, line } = event.target.dataset;
        const { lines } = this.changes;
        this.changes = { ...this.changes, lines: { ...lines, [line]: { ...lines[line], [field]: event.detail.value?.trim() } } };
    }

    handleReason(event) {
        this.reason = event.detail.value;
    }

    handleCancel() {
        this.close();
    }

    handleConfirm() {
        return finish(this, async () => JSON.parse(await editOne({ exceptionId: this.exception.id, changes: JSON.stringify(this.wanted), reason: this.reason.trim() })));
    }
}
