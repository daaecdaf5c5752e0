import { clock } from 'c/clock';
import { createPage } from './page';
import readAccount from '@salesforce/apex/CrossledgerPanelController.readAccount';
import readOpportunity from '@salesforce/apex/CrossledgerPanelController.readOpportunity';
import readProduct from '@salesforce/apex/CrossledgerPanelController.readProduct';

/** How long a stale part waits until it is asked for once more. */
const ASK_AGAIN_MS = 2000;
/** How long after a failure that passes by itself. */
const ASK_AFTER_FAILURE_MS = 10000;
const passesByItself = (error) => error?.fixer === 'nobody';

const readers = {
    account: ({ recordId, parts, options }) => readAccount({ recordId, parts, options }),
    opportunity: ({ recordId, parts }) => readOpportunity({ recordId, parts }),
    product: ({ recordId, parts, options }) => readProduct({ recordId, parts, options })
};
const ask = {
    account: createPage(readers.account, clock),
    opportunity: createPage(readers.opportunity, clock),
    product: createPage(readers.product, clock)
};

/** What a panel shows before it knows anything. */
export const NOTHING_YET = Object.freeze({ data: undefined, error: undefined, state: undefined, asOf: undefined, isLoading: true });

/** Guarantees: all panels of a record share a call, a late answer never covers a newer one, a stale part is asked for once more. */
class Panel {
    view = NOTHING_YET;
    turn = 0;
    isOpen = false;

    constructor(askPage, part, tell, startOptions = {}) {
        this.startOptions = startOptions;
        this.options = startOptions;
        this.askPage = askPage;
        this.part = part;
        this.tell = tell;
    }

    /** Begins to read; called when the component is connected, with further options of the first read. */
    open(recordId, more = {}) {
        this.startOptions = { ...this.startOptions, ...more };
        this.isOpen = true;
        this.show(recordId);
    }

    close() {
        this.isOpen = false;
        this.turn += 1;
        clock.cancel(this.timer);
    }

    /** Another record came into the same component. */
    show(recordId) {
        if (this.isOpen && recordId && recordId !== this.recordId) {
            this.recordId = recordId;
            this.options = this.startOptions;
            this.update(NOTHING_YET);
            this.refresh();
        }
    }

    /** Reads again; options such as `invoicesSkip` stay until they are changed. */
    async refresh(options = {}) {
        this.options = { ...this.options, ...options };
        clock.cancel(this.timer);
        this.turn += 1;
        const { turn } = this;
        this.update({ ...this.view, isLoading: true });
        const view = await this.read();
        if (turn === this.turn) {
            this.update(view);
            this.planNext(view);
        }
    }

    planNext({ state, error }) {
        if (state === 'stale') {
            this.timer = clock.later(() => this.readQuietly(), ASK_AGAIN_MS);
        } else if (passesByItself(error)) {
            this.timer = clock.later(() => this.readAfterFailure(), ASK_AFTER_FAILURE_MS);
        }
    }

    /** The sentence of such a failure says that it is tried again by itself; a page that nobody looks at waits. */
    async readAfterFailure() {
        const { turn } = this;
        const view = document.hidden ? this.view : await this.read();
        if (turn === this.turn) {
            this.update(view);
            this.planNext(view);
        }
    }

    /** Without a sign of waiting; the answer replaces what is shown unless it is an error: old figures are better than none. */
    async readQuietly() {
        const { turn } = this;
        const view = await this.read();
        if (turn === this.turn && !view.error) {
            this.update(view);
        }
    }

    async read() {
        try {
            const { state, asOf, data, problem, connection } = await this.askPage(this.recordId, this.part, this.options);
            return { data: data ?? undefined, error: state === 'error' ? problem : undefined, staleBecause: state === 'stale' ? problem?.code : undefined, state, asOf, connection, isLoading: false };
        } catch (error) {
            return { ...NOTHING_YET, error, isLoading: false };
        }
    }

    update(view) {
        this.view = view;
        this.tell(view);
    }
}

/** One part of an account page; `tell` is given each new view, `startOptions` are those of the first read. */
export const accountPanel = (part, tell, startOptions) => new Panel(ask.account, part, tell, startOptions);
/** One part of an opportunity page. */
export const opportunityPanel = (part, tell) => new Panel(ask.opportunity, part, tell);

/** One part of a product page. */
export const productPanel = (part, tell, startOptions) => new Panel(ask.product, part, tell, startOptions);

/** Several parts that one component shows; they are opened, closed and read again together, and so share a call. */
export const together = (...panels) => ({
    open: (...values) => panels.forEach((panel) => panel.open(...values)),
    close: () => panels.forEach((panel) => panel.close()),
    show: (recordId) => panels.forEach((panel) => panel.show(recordId)),
    refresh: (options) => panels.forEach((panel) => panel.refresh(options))
});
