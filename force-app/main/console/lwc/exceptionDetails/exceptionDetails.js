import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { fillIn, moment, quantity } from 'c/format';
import readOne from '@salesforce/apex/CrossledgerExceptionController.readOne';
import { compare } from './compare';
import LABELS from './labels';

const OPEN = new Set(['open', 'retrying']);

/** One exception with the order before and after; closes with the action that was chosen. */
export default class ExceptionDetails extends LightningModal {
    @api exceptionId;
    @api dealName;
    @api dealUrl;

    labels = LABELS;
    exception;
    error;

    async connectedCallback() {
        super.connectedCallback?.();
        try {
            this.exception = JSON.parse(await readOne({ exceptionId: this.exceptionId }));
        } catch (error) {
            this.error = error;
        }
    }

    get isLoading() {
        return !this.exception && !this.error;
    }

    get facts() {
        const { connection, orderNumber, openedAt, seen, cause, resolution, resolvedBy, resolvedAt } = this.exception;
        return [
            { label: LABELS.opened, text: moment(openedAt) },
            { label: LABELS.seen, text: fillIn(LABELS.seenTimes, quantity(seen)) },
            { label: LABELS.connection, text: connection },
            { label: LABELS.orderNumber, text: orderNumber },
            { label: LABELS.cause, text: cause },
            { label: LABELS.whoDecided, text: resolvedAt ? fillIn(LABELS.decided, moment(resolvedAt), resolvedBy, resolution) : '' }
        ].filter(({ text }) => text);
    }

    get groups() {
        const { before, after } = this.exception;
        return compare(before, after).map((group) => ({
            ...group,
            rows: group.rows.map((row) => ({ ...row, afterClass: row.isChanged ? 'changed' : '' }))
        }));
    }

    get hasGroups() {
        return this.groups.length > 0;
    }

    get isOpen() {
        return OPEN.has(this.exception?.state);
    }

    get canRetry() {
        const { state, pushState } = this.exception ?? {};
        return this.isOpen || (state === 'discarded' && pushState === 'discarded');
    }

    get canEdit() {
        return this.isOpen && this.exception.kind === 'push' && !this.exception.orderNumber;
    }

    get canCancel() {
        return this.isOpen && this.exception.kind === 'aftermath';
    }

    handleAction(event) {
        this.close({ action: event.currentTarget.dataset.action, exception: this.exception });
    }

    handleClose() {
        this.close();
    }
}
