/* Answers of the flight check and of the certificate, as the backend gives them. */
import { DEAL_ID, NOW } from './panels';

export const KEY = 'YN7ST4TQQMAUXHEE';
export const HASH = '5f2fe860e48b5efcfedcada2f27814e72488879b6ab130f35ee84a2ca296a41c';
export const finding = (more) => ({ subject: 'deal', lineId: null, light: 'green', code: null, says: 'The deal has 2 lines.', fixer: null, next: null, ...more });
export const CREDIT = finding({
    subject: 'credit', light: 'amber', code: 'order.credit-exceeded', fixer: 'finance',
    says: 'The order takes 900.00 USD; customer US-001 has 100.00 USD left of a credit limit of 5000.00.', next: 'Finance decides; the ERP may hold the order.'
});
export const NO_ITEM = finding({
    subject: 'item', lineId: 'line-2', light: 'red', code: 'order.item-missing', fixer: 'admin',
    says: 'Product "Consulting day" has no ERP item number.', next: 'Fill ERP Item Number on the product; the order then goes by itself.'
});
export const PRICE = finding({ subject: 'price', lineId: 'line-1', light: 'amber', says: 'The deal says 53.19 USD, 2.8 below the ERP\'s 55.99.', fixer: 'rep', next: 'Correct it if it was not meant.' });
const ERP_PRICE = { itemNumber: 'P-0104', known: true, amount: '55.99', currency: 'USD', unit: 'ea', source: 'list', estimate: true, reason: null };
export const LINE = {
    lineId: 'line-1', productName: 'Floor speaker', itemNumber: 'P-0104', quantity: '10', unit: 'ea', light: 'amber', crmPrice: '53.19', erpPrice: ERP_PRICE,
    difference: '-2.8', requestedDate: '2026-12-01', firstDate: '2026-12-05', onHand: '43', reserved: '11', onSalesOrders: null, available: '32', ordered: '70', amount: '531.90'
};
export const SERVICE = {
    ...LINE, lineId: 'line-2', productName: 'Consulting day', itemNumber: null, quantity: '1', unit: null, light: 'red', crmPrice: '368.1', erpPrice: null,
    difference: null, requestedDate: null, firstDate: null, onHand: null, reserved: null, available: null, ordered: null, amount: '368.10'
};
export const NET = { amount: '850.00', currency: 'USD', subtotal: '900.00', headerDiscount: '50.00', charges: '12.00', roundingRule: 'Each line is rounded, then the lines are added.' };
export const checkOf = (more) => ({
    opportunityId: DEAL_ID, key: KEY, connection: 'fno-us', company: 'usmf', light: 'green', findings: [finding()], lines: [LINE], requests: [], diff: null,
    net: NET, tax: { amount: null, says: 'Tax is added by the ERP.' }, planHash: HASH, askedAt: NOW, ...more
});
export const DIFF = {
    orderNumber: 'SO-7', link: 'https://erp.example.com/SO-7', equal: false,
    fields: [
        { where: 'order', field: 'currency', planned: 'USD', found: 'USD', equal: true },
        { where: 'line-1', field: 'quantity', planned: '10', found: '8', equal: false },
        { where: 'line-9', field: 'quantity', planned: null, found: '1', equal: false }
    ]
};
export const certificateOf = (more) => ({
    key: KEY, opportunityId: DEAL_ID, connection: 'fno-us', company: 'usmf', state: 'written-back', attempts: 0,
    intent: { cycle: 0, origin: 'button', actor: null, wantedAt: NOW, acceptedAt: NOW },
    steps: [
        { step: 'look up', attempt: 1, at: NOW, doneAt: NOW, outcome: 'done', detail: 'no order in company usmf' },
        { step: 'create header', attempt: 1, at: NOW, doneAt: null, outcome: 'unknown', detail: null }
    ],
    order: { number: 'SO-7', customerNumber: 'US-001', link: 'https://erp.example.com/SO-7', sentAt: NOW },
    readBack: { at: NOW, equal: true, difference: null, compared: ['itemNumber', 'quantity'], lines: [{}, {}] },
    released: { at: NOW, by: 'crossledger' }, writtenBack: { at: NOW, orderNumber: 'SO-7' },
    verdict: 'one', statement: `Exactly one order exists for this key in company usmf (SO-7), looked up at ${NOW}.`, trail: [], ...more
});
export const pushOf = (more) => ({ key: KEY, state: 'written-back', message: null, code: null, fixer: null, orderNumber: 'SO-7', link: null, acceptedAt: NOW, sentAt: NOW, nextTryAt: null, ...more });
export const orderPart = (more) => ({ push: null, order: null, reports: ['created'], canSend: true, cannotSendBecause: null, cannotSendCode: null, ...more });
