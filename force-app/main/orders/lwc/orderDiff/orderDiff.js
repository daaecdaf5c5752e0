import { LightningElement, api } from 'lwc';
import { fillIn, sentenceCase, wordsOf } from 'c/format';
import LABELS from './labels';

/** The plan beside an order that the ERP has for the same key already, field by field. */
export default class OrderDiff extends LightningElement {
    labels = LABELS;
    showsAll = false;
    /** As the check answers it. */
    @api diff;
    /** Lines of the check, for their names. */
    @api lines = [];

    get sentence() {
        return fillIn(this.diff.equal ? LABELS.diffEqual : LABELS.diffDiffers, this.diff.orderNumber);
    }

    get icon() {
        return this.diff.equal ? 'utility:success' : 'utility:warning';
    }

    get variant() {
        return this.diff.equal ? 'success' : 'warning';
    }

    get iconText() {
        return this.diff.equal ? LABELS.diffSame : LABELS.diffOther;
    }

    get rows() {
        return this.diff.fields
            .filter(({ equal }) => this.showsAll || !equal)
            .map(({ where, field, planned, found, equal }) => ({
                key: `${where}/${field}`,
                where: this.nameOf(where),
                field: sentenceCase(wordsOf(field)),
                planned: planned ?? LABELS.diffNone,
                found: found ?? LABELS.diffNone,
                result: equal ? LABELS.diffSame : LABELS.diffOther,
                className: equal ? '' : 'slds-text-title_bold'
            }));
    }

    get hasRows() {
        return this.rows.length > 0;
    }

    get toggle() {
        return this.showsAll ? LABELS.diffShowFewer : fillIn(LABELS.diffShowAll, String(this.diff.fields.length));
    }

    nameOf(where) {
        return where === 'order' ? LABELS.diffOrder : (this.lines.find(({ lineId }) => lineId === where)?.productName ?? where);
    }

    handleToggle() {
        this.showsAll = !this.showsAll;
    }
}
