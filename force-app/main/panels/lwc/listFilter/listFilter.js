import { LightningElement, api } from 'lwc';
import LABELS from './labels';

const PERIODS = [
    { value: '', label: LABELS.anyTime },
    { value: '30', label: LABELS.days30 },
    { value: '90', label: LABELS.days90 },
    { value: '365', label: LABELS.days365 }
];

/** Chooses rows of a list by state and period; raises `choose` with both. */
export default class ListFilter extends LightningElement {
    /** What the ERP can be asked for. */
    @api states = [];
    /** State to its words. */
    @api words = {};
    @api state;
    /** Days back from today as text; empty: any time. */
    @api days = '';

    labels = LABELS;
    periods = PERIODS;

    get stateOptions() {
        return this.states.filter((state) => this.words[state]).map((state) => ({ value: state, label: this.words[state] }));
    }

    handleState(event) {
        this.choose({ state: event.detail.value, days: this.days });
    }

    handlePeriod(event) {
        this.choose({ state: this.state, days: event.detail.value });
    }

    choose(detail) {
        this.dispatchEvent(new CustomEvent('choose', { detail }));
    }
}
