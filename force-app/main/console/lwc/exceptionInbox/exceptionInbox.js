import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import AskReason from 'c/askReason';
import ExceptionDetails from 'c/exceptionDetails';
import ExceptionEdit from 'c/exceptionEdit';
import { fillIn, quantity } from 'c/format';
import { RecordPoll } from 'c/recordPoll';
import { watchNarrow } from 'c/viewport';
import decide from '@salesforce/apex/CrossledgerExceptionController.decide';
import readRecordNames from '@salesforce/apex/CrossledgerExceptionController.readRecordNames';
import readPage from '@salesforce/apex/CrossledgerExceptionController.readPage';
import retryMany from '@salesforce/apex/CrossledgerExceptionController.retryMany';
import CAN_WORK from '@salesforce/customPermission/Crossledger_Work_Exceptions';
import LABELS from './labels';
import { causeOptions, connectionOptions, countOf, describe, ownerOptions, recordIdOf, retriedWords, stateOptions } from './words';

const PAGE_SIZE = 25;
/** Each call tries 200; more than 10,000 are left to a second press of the button. */
const MOST_CALLS = 50;
const NOTHING = { rows: [], counts: {}, owners: {}, connections: [], causes: [], next: null };
const ALL = { state: 'open', owner: '', connection: '', cause: '' };
const COLUMNS = [
    { label: LABELS.problem, fieldName: 'sentence', type: 'text', wrapText: true, initialWidth: 420 },
    { label: LABELS.kind, fieldName: 'kind', type: 'text', wrapText: true },
    { label: LABELS.owner, fieldName: 'owner', type: 'text' },
    { label: LABELS.opened, fieldName: 'age', type: 'text' },
    { label: LABELS.deal, fieldName: 'dealUrl', type: 'url', wrapText: true, typeAttributes: { label: { fieldName: 'dealName' }, target: '_self' } },
    { label: LABELS.state, fieldName: 'state', type: 'text' },
    { type: 'button', label: LABELS.details, typeAttributes: { label: LABELS.details, name: 'details', variant: 'base', title: { fieldName: 'sentence' } } }
].map((column) => ({ ...column, hideDefaultActions: true }));

const DECISIONS = {
    retry: { label: LABELS.actionRetry, question: LABELS.retryQuestion, done: retriedWords(1) },
    discard: { label: LABELS.actionDiscard, question: LABELS.discardQuestion, done: LABELS.discarded, variant: 'destructive' },
    cancel: { label: LABELS.actionCancel, question: LABELS.cancelQuestion, done: LABELS.cancelled, variant: 'destructive' }
};

/** What waits for a decision: filters, a table or on a phone cards, and every decision with its reason. */
export default class ExceptionInbox extends LightningElement {
    labels = LABELS;
    columns = COLUMNS;
    pageSize = PAGE_SIZE;
    canWork = Boolean(CAN_WORK);
    filters = ALL;
    view = { isLoading: true };
    recordNames = {};
    picked = [];
    isNarrow = false;
    skip = 0;
    /** Where each page begins; the first has no mark. */
    marks = [''];
    asked = 0;
    poll = new RecordPoll({ look: () => this.read(), isFinal: () => !this.list.counts.retrying });

    connectedCallback() {
        if (this.canWork) {
            this.load();
            this.stopWatching = watchNarrow((isNarrow) => {
                this.isNarrow = isNarrow;
            });
        }
    }

    disconnectedCallback() {
        this.poll.stop();
        this.stopWatching?.();
    }

    get list() {
        return this.view.data ?? NOTHING;
    }

    get rows() {
        return this.list.rows.map((row) => ({ ...describe(row, this.recordNames), isPicked: this.picked.includes(row.id) }));
    }

    get isEmpty() {
        return this.list.rows.length === 0;
    }

    get emptyText() {
        return Object.entries(ALL).every(([name, value]) => this.filters[name] === value) ? LABELS.empty : LABELS.emptyFiltered;
    }

    get ownerOptions() {
        return ownerOptions(this.list.owners);
    }

    get stateOptions() {
        return stateOptions(this.list.counts);
    }

    get connectionOptions() {
        return connectionOptions(this.list.connections);
    }

    get causeOptions() {
        return causeOptions(this.list.causes, this.filters.cause);
    }

    get total() {
        return countOf(this.list.counts, this.filters.state);
    }

    get openCount() {
        return this.list.counts.open ?? 0;
    }

    get pickedText() {
        return fillIn(LABELS.retrySelected, quantity(this.picked.length));
    }

    get hasPicked() {
        return this.picked.length > 0;
    }

    get canRetryCause() {
        return Boolean(this.filters.cause) && this.openCount > 0;
    }

    get canRetryAll() {
        return !this.filters.cause && this.openCount > 0;
    }

    /** With the spinner, and then again and again while something is being tried. */
    async load() {
        this.view = { ...this.view, isLoading: true };
        await this.read();
        this.poll.start();
    }

    /** An answer that comes after a newer question is dropped. */
    async read() {
        this.asked += 1;
        const mine = this.asked;
        let { view } = this;
        try {
            const after = this.marks[this.skip / PAGE_SIZE];
            const data = JSON.parse(await readPage({ filters: { ...this.filters, after, limit: String(PAGE_SIZE) } }));
            await this.readNames(data.rows);
            view = { data, asOf: new Date().toISOString(), state: 'live' };
        } catch (error) {
            view = { ...view, error };
        }
        if (mine === this.asked) {
            this.view = { ...view, isLoading: false };
            this.picked = this.picked.filter((id) => this.list.rows.some((row) => row.id === id));
        }
    }

    async readNames(rows) {
        const recordIds = [...new Set(rows.map(recordIdOf))].filter((id) => !(id in this.recordNames));
        if (recordIds.length > 0) {
            this.recordNames = { ...this.recordNames, ...(await readRecordNames({ recordIds })) };
        }
    }

    handleFilter(event) {
        this.filters = { ...this.filters, [event.target.dataset.filter]: event.detail.value };
        this.skip = 0;
        this.marks = [''];
        this.picked = [];
        this.load();
    }

    handlePage(event) {
        const { skip } = event.detail;
        if (skip > this.skip) {
            this.marks = [...this.marks.slice(0, this.skip / PAGE_SIZE + 1), this.list.next ?? ''];
        }
        this.skip = skip;
        this.load();
    }

    handleRefresh() {
        this.load();
    }

    handlePick(event) {
        this.picked = event.detail.selectedRows.map((row) => row.id);
    }

    handlePickCard(event) {
        const id = event.target.dataset.pick;
        const others = this.picked.filter((picked) => picked !== id);
        this.picked = event.target.checked ? [...others, id] : others;
    }

    handleRowAction(event) {
        this.openDetails(event.detail.row.id);
    }

    handleCard(event) {
        this.openDetails(event.currentTarget.dataset.id);
    }

    async openDetails(exceptionId) {
        const { dealName, dealUrl, kind } = this.rows.find((row) => row.id === exceptionId);
        const chosen = await ExceptionDetails.open({ label: fillIn(LABELS.detailsHeading, kind), size: 'medium', exceptionId, dealName, dealUrl });
        if (chosen?.action === 'edit') {
            await this.edit(chosen.exception);
        } else if (chosen) {
            await this.decideOne(chosen.action, exceptionId);
        }
    }

    async edit(exception) {
        const result = await ExceptionEdit.open({ label: LABELS.actionEdit, size: 'medium', exception });
        if (result?.done) {
            this.announce(LABELS.edited);
        }
    }

    async decideOne(action, exceptionId) {
        const { label, question, done, variant } = DECISIONS[action];
        const run = (reason) => decide({ exceptionId, action, reason });
        const result = await AskReason.open({ label, question, action: label, variant, size: 'small', run });
        if (result) {
            this.announce(done);
        }
    }

    handleRetryPicked() {
        return this.retry(this.pickedText, LABELS.retryQuestion, { exceptionIds: this.picked, cause: '' });
    }

    handleRetryCause() {
        return this.retry(LABELS.retryCause, LABELS.retryCauseQuestion, { exceptionIds: [], cause: this.filters.cause });
    }

    handleRetryAll() {
        return this.retry(LABELS.retryAll, LABELS.retryAllQuestion, { exceptionIds: [], cause: '' });
    }

    async retry(label, question, pick) {
        const result = await AskReason.open({ label, question, action: label, size: 'small', run: (reason) => this.retryPages(pick, reason) });
        if (result) {
            this.announce(retriedWords(result.done));
        }
    }

    /** The backend takes a bounded number in one call and says where the next goes on. */
    async retryPages(pick, reason) {
        let retried = 0;
        let after = '';
        for (let call = 0; call < MOST_CALLS && after !== null; call += 1) {
            // eslint-disable-next-line no-await-in-loop -- each call begins where the last one ended
            const answer = JSON.parse(await retryMany({ ...pick, after, reason }));
            retried += answer.retried;
            after = answer.next;
        }
        return retried;
    }

    announce(title) {
        this.dispatchEvent(new ShowToastEvent({ title, variant: 'success' }));
        this.picked = [];
        this.load();
    }
}
