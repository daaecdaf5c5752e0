import { fillIn, moment } from 'c/format';
import LABELS from './labels';

const SENTENCES = {
    observed: LABELS.observed,
    accepted: LABELS.accepted,
    working: LABELS.working,
    waiting: LABELS.waiting,
    blocked: LABELS.blocked,
    held: LABELS.held,
    sent: LABELS.sent,
    'written-back': LABELS.writtenBack,
    dead: LABELS.dead,
    refused: LABELS.refused,
    discarded: LABELS.discarded
};
/** In these states the order is not on its way; the backend says whether it may be sent by hand. */
const NOT_ON_ITS_WAY = new Set([undefined, 'observed', 'refused', 'dead', 'held', 'discarded']);
/** In these states nothing more happens unless somebody does something on another page. */
const FINAL = new Set([undefined, 'observed', 'refused', 'dead', 'discarded', 'written-back']);

/** Where the order stands, in words; undefined for a deal that nobody sent. */
export const sentenceOf = (push) => SENTENCES[push?.state];

export const isHeld = (push) => push?.state === 'held';
export const isFinal = (push) => FINAL.has(push?.state);
export const isInErp = (push) => Boolean(push?.orderNumber);

/** What is wrong, in the shape of a problem; null when all is well. A held order waits for a person, whatever is tried in between. */
export function troubleOf(push) {
    if (!push?.message) {
        return null;
    }
    const next = push.nextTryAt && !isHeld(push) ? fillIn(LABELS.nextTry, moment(push.nextTryAt)) : '';
    return { title: push.message, fixer: push.fixer, next };
}

/** Why Send to ERP would do nothing now, as the `order` part of the page tells; empty when it would. */
export function reasonNotToSend({ push, order, canSend, cannotSendBecause }) {
    if (order || push?.orderNumber) {
        return LABELS.alreadySent;
    }
    if (!NOT_ON_ITS_WAY.has(push?.state)) {
        return LABELS.taken;
    }
    return canSend ? '' : (cannotSendBecause ?? LABELS.cannotSend);
}
