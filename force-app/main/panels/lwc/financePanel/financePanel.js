import { api } from 'lwc';
import { accountPanel } from 'c/panelData';
import { PanelElement } from 'c/panelElement';
import { fillIn, money, sentenceCase } from 'c/format';
import CAN_SEE_MONEY from '@salesforce/customPermission/Crossledger_View_Finance';
import LABELS from './labels';

const AGES = {
    current: LABELS.ageCurrent,
    '1-30': LABELS.age30,
    '31-60': LABELS.age60,
    '61-90': LABELS.age90,
    'over-60': LABELS.ageOver60,
    'over-90': LABELS.ageOver90
};
const HOLDS = { orders: LABELS.holdOrders, all: LABELS.holdAll, other: LABELS.holdOther };

/** Where the customer stands: balance, overdue, limit, headroom and aging, in the currency of the company. */
export default class FinancePanel extends PanelElement {
    labels = LABELS;
    canSeeMoney = Boolean(CAN_SEE_MONEY);
    mayRead = this.canSeeMoney;
    panel = accountPanel('finance', this.tell);

    /** From App Builder: `compact` or `full`, and the only connection whose records are shown. */
    @api density;
    @api connection;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.show(value);
    }

    get finance() {
        return this.view.data;
    }

    get computedOn() {
        return this.finance?.computedOn;
    }

    get figures() {
        const { balance, overdue, unapplied, creditLimit, headroom, paymentTerms } = this.finance;
        const figures = [
            { label: LABELS.balance, text: this.amount(balance) },
            { label: LABELS.overdue, text: this.amount(overdue), isBad: Number(overdue) > 0 },
            { label: LABELS.unapplied, text: this.amount(unapplied) },
            { label: LABELS.creditLimit, text: creditLimit === null ? LABELS.noLimit : this.amount(creditLimit) },
            { label: LABELS.headroom, text: headroom === null ? LABELS.noLimit : this.amount(headroom), isBad: Number(headroom) < 0 },
            { label: LABELS.terms, text: paymentTerms ?? '' }
        ];
        return figures.filter(({ text }) => text).map((figure) => ({ ...figure, textClass: figure.isBad ? 'figure slds-text-color_error' : 'figure' }));
    }

    get ages() {
        const largest = Math.max(...this.finance.aging.map(({ amount }) => Number(amount)), 0);
        return this.finance.aging.map(({ label, amount }) => ({
            label: AGES[label] ?? label,
            text: this.amount(amount),
            style: `inline-size: ${largest > 0 ? Math.max(0, Math.round((Number(amount) / largest) * 100)) : 0}%`,
            barClass: label === 'current' ? 'bar' : 'bar bar_overdue'
        }));
    }

    get hasAges() {
        return this.finance.aging.length > 0 && this.density !== 'compact';
    }

    get hold() {
        const { hold, holdWord } = this.finance;
        const sentence = HOLDS[hold];
        return sentence ? fillIn(sentence, sentenceCase(holdWord ?? '')).replace(' ()', '') : '';
    }

    amount(value) {
        return money(value, this.finance.currency);
    }
}
