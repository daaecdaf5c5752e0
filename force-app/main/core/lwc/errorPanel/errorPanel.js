import { LightningElement, api } from 'lwc';
import { fillIn } from 'c/format';
import { problemOf } from 'c/problemOf';
import LABELS from './labels';

const FIXERS = { rep: LABELS.rep, admin: LABELS.admin, finance: LABELS.finance, erp: LABELS.erp };
const PLAIN_FACTS = new Set(['account.no-customer']);

/** Says what went wrong, who can fix it and what happens next. */
export default class ErrorPanel extends LightningElement {
    /** Whatever was caught, or a problem of the backend. */
    @api error;

    get problem() {
        return problemOf(this.error);
    }

    get title() {
        return this.problem.title;
    }

    get next() {
        return this.problem.next;
    }

    get fixer() {
        const who = FIXERS[this.problem.fixer];
        return who ? fillIn(LABELS.whoCanFix, who) : '';
    }

    get request() {
        return this.problem.requestId ? fillIn(LABELS.request, this.problem.requestId) : '';
    }

    get icon() {
        return PLAIN_FACTS.has(this.problem.code) ? 'utility:info' : 'utility:warning';
    }

    get iconText() {
        return PLAIN_FACTS.has(this.problem.code) ? LABELS.note : LABELS.warning;
    }
}
