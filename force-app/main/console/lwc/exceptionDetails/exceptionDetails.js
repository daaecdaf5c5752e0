import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { fillIn, moment, quantity, sentenceCase } from 'c/format';
import readOne from '@salesforce/apex/CrossledgerExceptionController.readOne';
import readUserName from '@salesforce/apex/CrossledgerExceptionController.readUserName';
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
    decider = '';
    error;

    async connectedCallback() {
        super.connectedCallback?.();
        try {
            const exception = JSON.parse(await readOne({ exceptionId: this.exceptionId }));
            this.decider = await this.nameOf(exception.resolvedBy ?? '');
            this.exception = exception;
        } catch (error) {
            this.error = error;
        }
    }

    /** A user of this org by name, an operator without the id, Crossledger as it calls itself. */
    async nameOf(actor) {
        const [, kind, rest] = /^(\w+):(.*)$/.exec(actor) ?? [];
        if (kind === 'user') {
            return (await readUserName({ userId: rest })) ?? actor;
        }
        return kind === 'operator' ? rest.replace(/ \([^)]*\)$/, '') : sentenceCase(actor);
    }

    get isLoading() {
        return !this.exception && !this.error;
    }

    get facts() {
        const { connection, orderNumber, openedAt, seen, cause, resolution, resolvedAt } = this.exception;
        return [
            { label: LABELS.opened, text: moment(openedAt) },
            { label: LABELS.seen, text: fillIn(LABELS.seenTimes, quantity(seen)) },
            { label: LABELS.connection, text: connection },
            { label: LABELS.orderNumber, text: orderNumber },
            { label: LABELS.cause, text: cause },
            { label: LABELS.whoDecided, text: resolvedAt ? fillIn(LABELS.decided, moment(resolvedAt), this.decider, resolution) : '' }
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
