import { fillIn, moment, quantity } from 'c/format';
import LABELS from './labels';

const ERPS = { fno: LABELS.fno, 'business-central': LABELS.businessCentral };
const SIGN_INS = { in: LABELS.isIn, failed: LABELS.isNotIn, unknown: LABELS.isUnknown };
/** In the order in which an order goes through them. */
const STATES = {
    accepted: LABELS.stateAccepted,
    working: LABELS.stateWorking,
    waiting: LABELS.stateWaiting,
    blocked: LABELS.stateBlocked,
    held: LABELS.stateHeld,
    sent: LABELS.stateSent,
    dead: LABELS.stateDead
};

/** What is configured, as label and text. */
export function settingsOf({ erp, defaultCompany, baseUrl, mode, goLiveAt }) {
    const isSending = mode === 'send';
    return [
        { label: LABELS.erp, text: ERPS[erp] ?? erp },
        { label: LABELS.company, text: defaultCompany },
        { label: LABELS.environment, text: new URL(baseUrl).host },
        { label: LABELS.mode, text: isSending ? LABELS.modeSend : LABELS.modeObserve, id: 'mode' },
        ...(isSending && goLiveAt ? [{ label: LABELS.goLive, text: moment(goLiveAt) }] : [])
    ];
}

function backlogOf(states) {
    const words = Object.entries(STATES).flatMap(([state, word]) => (states[state] ? [fillIn(LABELS.backlogCount, quantity(states[state]), word)] : []));
    return words.length ? words.join(', ') : LABELS.backlogEmpty;
}

/** How it is doing, as label and text. */
export function healthFacts({ signIn, lastSuccessAt, lastFailure, limits, backlog, exceptions }) {
    const { running, concurrency, waiting, pausedUntil } = limits;
    return [
        { label: LABELS.signIn, text: SIGN_INS[signIn] ?? signIn },
        { label: LABELS.lastSuccess, text: lastSuccessAt ? moment(lastSuccessAt) : LABELS.never },
        ...(lastFailure ? [{ label: LABELS.lastFailure, text: fillIn(LABELS.lastFailureText, moment(lastFailure.at), lastFailure.sentence) }] : []),
        { label: LABELS.limits, text: fillIn(LABELS.limitsText, quantity(running), quantity(concurrency), quantity(waiting)) },
        ...(pausedUntil ? [{ label: '', text: fillIn(LABELS.limitsPaused, moment(pausedUntil)) }] : []),
        { label: LABELS.backlog, text: backlogOf(backlog), id: 'backlog' },
        { label: LABELS.exceptions, text: quantity(exceptions) }
    ];
}
