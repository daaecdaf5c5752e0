import { LightningElement, api } from 'lwc';
import { fillIn, moment, sentenceCase, wordsOf } from 'c/format';
import LABELS from './labels';

const VERDICTS = {
    one: { text: LABELS.one, icon: 'utility:success', variant: 'success' },
    none: { text: LABELS.none, icon: 'utility:info', variant: undefined },
    several: { text: LABELS.several, icon: 'utility:error', variant: 'error' },
    unknown: { text: LABELS.unknown, icon: 'utility:warning', variant: 'warning' }
};
const OUTCOMES = { done: LABELS.done, refused: LABELS.refused, 'not-done': LABELS.notDone };
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const inWords = (text) => text.replace(INSTANT, (instant) => moment(instant));

/** Proof of one order: how many exist, what was done and when, and what was read back. */
export default class OrderCertificate extends LightningElement {
    labels = LABELS;

    /** As the backend answers it. */
    @api certificate;

    /** Puts the reader's place onto the verdict. */
    @api
    focus() {
        this.template.querySelector('[data-id=verdict]')?.focus();
    }

    get verdict() {
        return VERDICTS[this.certificate.verdict] ?? VERDICTS.unknown;
    }

    get statement() {
        return inWords(this.certificate.statement);
    }

    get order() {
        return this.certificate.order;
    }

    get facts() {
        const { key, intent, released, writtenBack, order } = this.certificate;
        const at = (instant) => (instant ? moment(instant) : '');
        return [
            { label: LABELS.customer, text: order?.customerNumber },
            { label: LABELS.wanted, text: at(intent.wantedAt) },
            { label: LABELS.accepted, text: at(intent.acceptedAt) },
            { label: LABELS.sent, text: at(order?.sentAt) },
            { label: LABELS.released, text: released?.by === 'erp' ? LABELS.releasedByErp : at(released?.at) },
            { label: LABELS.writtenBack, text: at(writtenBack?.at) },
            { label: LABELS.key, text: key }
        ].filter(({ text }) => text);
    }

    get readBack() {
        const { readBack } = this.certificate;
        if (!readBack) {
            return '';
        }
        return readBack.equal ? fillIn(LABELS.readEqual, String(readBack.lines.length), readBack.compared.map(wordsOf).join(', ')) : fillIn(LABELS.readDiffers, readBack.difference ?? '');
    }

    get steps() {
        return this.certificate.steps.map(({ step, at, outcome, detail }, index) => ({
            key: String(index),
            name: sentenceCase(step),
            at: moment(at),
            outcome: OUTCOMES[outcome] ?? LABELS.open,
            detail: detail ?? ''
        }));
    }

    get hasSteps() {
        return this.steps.length > 0;
    }
}
