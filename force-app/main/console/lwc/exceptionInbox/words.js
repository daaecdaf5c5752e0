import { ago, fillIn, quantity, sentenceCase } from 'c/format';
import LABELS from './labels';

const CLASSES = {
    account: LABELS.classCustomer,
    connection: LABELS.classConnection,
    contact: LABELS.classContact,
    customer: LABELS.classCustomer,
    deal: LABELS.classDeal,
    erp: LABELS.classErp,
    mapping: LABELS.classMapping,
    order: LABELS.classOrder,
    salesforce: LABELS.classSalesforce
};
const BY_CODE = new Map(
    [
        [LABELS.classProducts, ['order.no-lines', 'order.too-many-lines', 'order.item-missing', 'order.item-unknown', 'order.item-stopped', 'order.quantity']],
        [LABELS.classCustomer, ['order.customer-blocked']],
        [LABELS.classCredit, ['order.credit-exceeded']],
        [LABELS.classApproval, ['order.held', 'order.not-approved', 'order.approval-moved', 'order.plan-changed']],
        [LABELS.classMapping, ['order.unmapped', 'order.values', 'order.currency']]
    ].flatMap(([word, codes]) => codes.map((code) => [code, word]))
);
const OWNERS = { rep: LABELS.ownerRep, admin: LABELS.ownerAdmin, finance: LABELS.ownerFinance, erp: LABELS.ownerErp };
const STATES = { open: LABELS.stateOpen, retrying: LABELS.stateRetrying, resolved: LABELS.stateResolved, discarded: LABELS.stateDiscarded };

/** What kind of problem a code is: told by itself, else by the part before the dot. */
const classOf = (code) => BY_CODE.get(code) ?? CLASSES[code.split('.')[0]] ?? sentenceCase(code.split('.')[0]);

/** Most are about a deal; one after a merge is about the account that is left. */
export const recordIdOf = (row) => row.accountId ?? row.opportunityId;

/** An exception as people read it. */
export function describe(row, recordNames) {
    const recordId = recordIdOf(row);
    return {
        id: row.id,
        key: row.id,
        kind: classOf(row.code),
        sentence: row.sentence,
        owner: OWNERS[row.owner] ?? row.owner,
        age: ago(row.openedAt),
        state: STATES[row.state] ?? row.state,
        connection: row.connection ?? '',
        dealName: recordNames[recordId] ?? fillIn(row.accountId ? LABELS.unknownAccount : LABELS.unknownDeal, recordId),
        dealUrl: `/lightning/r/${row.accountId ? 'Account' : 'Opportunity'}/${recordId}/view`
    };
}

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** Who can put right how many; also the filter by owner. */
export function ownerOptions(owners) {
    const word = (name, count) => fillIn(LABELS.ownerCount, name, quantity(count));
    return [{ label: word(LABELS.all, sum(owners)), value: '' }, ...Object.entries(OWNERS).map(([value, name]) => ({ label: word(name, owners[value] ?? 0), value }))];
}

export function stateOptions(counts) {
    const word = (name, count) => fillIn(LABELS.causeCount, name, quantity(count));
    return [...Object.entries(STATES).map(([value, name]) => ({ label: word(name, counts[value] ?? 0), value })), { label: word(LABELS.allStates, sum(counts)), value: '' }];
}

export const connectionOptions = (names) => [{ label: LABELS.allConnections, value: '' }, ...names.map((name) => ({ label: name, value: name }))];

/** The causes for which most is waiting, and the one that is chosen. */
export function causeOptions(causes, chosen) {
    const known = causes.map(({ cause, count }) => ({ label: fillIn(LABELS.causeCount, cause, quantity(count)), value: cause }));
    const isMissing = chosen && !causes.some(({ cause }) => cause === chosen);
    return [{ label: LABELS.allCauses, value: '' }, ...known, ...(isMissing ? [{ label: chosen, value: chosen }] : [])];
}

export const countOf = (counts, state) => (state ? (counts[state] ?? 0) : sum(counts));

export function retriedWords(count) {
    if (count === 0) {
        return LABELS.noneRetried;
    }
    return count === 1 ? LABELS.oneRetried : fillIn(LABELS.manyRetried, quantity(count));
}
