import { PanelElement } from 'c/panelElement';

/** The backend's own bound of a page. */
const MOST_ROWS = 100;

/**
 * A panel with a list that the backend chooses, sorts and pages. A panel says its `part` (the options are `<part>Skip`, `<part>State` and so
 * on) and its first state, and declares `rows` and `density` itself, for the reason that `c/panelElement` gives.
 */
export class ListElement extends PanelElement {
    part = '';
    firstState = 'all';
    chosen = {};

    show(recordId) {
        if (recordId !== this.currentId) {
            this.chosen = {};
        }
        super.show(recordId);
    }

    get startOptions() {
        const rows = Math.min(Math.trunc(Number(this.rows)), MOST_ROWS);
        return rows >= 1 ? { [`${this.part}Top`]: String(rows) } : {};
    }

    get list() {
        return this.view.data;
    }

    get isEmpty() {
        return this.list.rows.length === 0;
    }

    get emptyText() {
        const isFirst = this.state === this.firstState && this.days === '';
        return isFirst ? this.labels.empty : this.labels.nothing;
    }

    get isCompact() {
        return this.density === 'compact';
    }

    /** A list that is chosen from can be chosen from again, whatever became of the last choice. */
    get hasFilter() {
        return !this.isCompact && this.states.length > 0;
    }

    get states() {
        return this.seen?.states ?? [];
    }

    get state() {
        return this.chosen.state ?? this.firstState;
    }

    get days() {
        return this.chosen.days ?? '';
    }

    handleChoose(event) {
        this.chosen = event.detail;
        const { state, days } = this.chosen;
        this.panel.refresh({ [`${this.part}State`]: state, [`${this.part}Days`]: days, [`${this.part}Skip`]: '0' });
    }

    handlePage(event) {
        this.panel.refresh({ [`${this.part}Skip`]: String(event.detail.skip) });
    }
}
