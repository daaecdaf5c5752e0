import { LightningElement, api } from 'lwc';
import { lightOf, needsLook, resultLightOf, resultOf } from 'c/checkLight';
import { day, fillIn, moment, money, quantity, unitPrice } from 'c/format';
import LABELS from './labels';

const isZero = (amount) => Number(amount) === 0;

/** What sending the deal would do: one sentence, what to look at, the planned order with its prices and dates, totals, and what differs from an order that exists. */
export default class FlightCheck extends LightningElement {
    labels = LABELS;
    showsFine = false;

    /** As the backend answers it. */
    @api check;

    /** Puts the reader's place onto the result. */
    @api
    focus() {
        this.template.querySelector('[data-id=result]')?.focus();
    }

    get result() {
        return resultOf(this.check);
    }

    get light() {
        return resultLightOf(this.check);
    }

    get place() {
        const { connection, company } = this.check;
        return connection ? fillIn(LABELS.place, connection, company) : '';
    }

    get asked() {
        return fillIn(LABELS.asked, moment(this.check.askedAt));
    }

    /** Of the whole order; what concerns a line stands beside it. */
    get findings() {
        return this.told((one) => !this.isOfLine(one) && needsLook(one));
    }

    get hasFindings() {
        return this.findings.length > 0;
    }

    get fine() {
        return this.told((one) => !needsLook(one));
    }

    get hasFine() {
        return this.fine.length > 0;
    }

    get fineToggle() {
        return this.showsFine ? LABELS.fineHide : fillIn(LABELS.fineShow, String(this.fine.length));
    }

    told(isMeant) {
        return this.check.findings.filter(isMeant).map((one, index) => {
            const product = this.productOf(one.lineId);
            return { key: String(index), light: lightOf(one.light), product: product ? `${product}: ` : '', problem: { code: one.code, title: one.says, fixer: one.fixer, next: one.next }, says: one.says };
        });
    }

    isOfLine({ lineId }) {
        return Boolean(this.productOf(lineId));
    }

    productOf(lineId) {
        return lineId ? this.check.lines.find((line) => line.lineId === lineId)?.productName : undefined;
    }

    get isEmpty() {
        return this.check.lines.length === 0;
    }

    get lines() {
        return this.check.lines.map((line) => ({
            lineId: line.lineId,
            productName: line.productName,
            itemNumber: line.itemNumber,
            light: lightOf(line.light),
            figures: this.figuresOf(line),
            findings: this.told((one) => one.lineId === line.lineId && needsLook(one)).map((one) => ({ ...one, product: '' }))
        }));
    }

    figuresOf({ quantity: wanted, unit, crmPrice, erpPrice, difference, requestedDate, firstDate, amount }) {
        const currency = this.check.net?.currency ?? erpPrice?.currency;
        const priced = erpPrice?.known && erpPrice.amount !== null;
        const inErp = priced ? unitPrice(erpPrice.amount, erpPrice.currency) : '';
        return [
            { label: LABELS.quantity, text: [quantity(wanted), unit].filter(Boolean).join(' ') },
            { label: LABELS.priceCrm, text: currency ? unitPrice(crmPrice, currency) : quantity(crmPrice) },
            { label: LABELS.priceErp, text: inErp && erpPrice.estimate ? fillIn(LABELS.priceEstimate, inErp) : inErp },
            { label: LABELS.difference, text: difference === null || !priced ? '' : isZero(difference) ? LABELS.equalPrice : unitPrice(difference, currency, { signed: true }) },
            { label: LABELS.requested, text: day(requestedDate) },
            { label: LABELS.firstDate, text: day(firstDate) },
            { label: LABELS.amount, text: this.inMoney(amount) }
        ].filter(({ text }) => text);
    }

    get totals() {
        const { net } = this.check;
        if (!net) {
            return [];
        }
        return [
            { label: LABELS.subtotal, text: this.inMoney(net.subtotal) },
            { label: LABELS.charges, text: isZero(net.charges) ? '' : this.inMoney(net.charges) },
            { label: LABELS.discount, text: isZero(net.headerDiscount) ? '' : this.inMoney(net.headerDiscount) },
            { label: LABELS.net, text: this.inMoney(net.amount), isLast: true }
        ].filter(({ text }) => text);
    }

    get hasTotals() {
        return this.totals.length > 0;
    }

    get roundingRule() {
        return this.check.net?.roundingRule;
    }

    get tax() {
        return this.check.tax.says;
    }

    inMoney(amount) {
        return money(amount, this.check.net?.currency);
    }

    handleFine() {
        this.showsFine = !this.showsFine;
    }
}
