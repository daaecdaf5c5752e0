import { LightningElement, api } from 'lwc';
import { fillIn, quantity } from 'c/format';
import navigationText from '@salesforce/label/c.Pager_Navigation';
import nextText from '@salesforce/label/c.Pager_Next';
import previousText from '@salesforce/label/c.Pager_Previous';
import RANGE from '@salesforce/label/c.Pager_Range';

/** Steps through the pages of a list; raises `page` with the number of rows to skip. Hidden while everything fits one page. */
export default class Pager extends LightningElement {
    @api total = 0;
    @api skip = 0;
    @api pageSize = 25;

    labels = { navigationText, nextText, previousText };

    get isNeeded() {
        return this.total > this.pageSize || this.skip > 0;
    }

    get isFirst() {
        return this.skip <= 0;
    }

    get isLast() {
        return this.skip + this.pageSize >= this.total;
    }

    get range() {
        const last = Math.min(this.skip + this.pageSize, this.total);
        return fillIn(RANGE, quantity(this.skip + 1), quantity(last), quantity(this.total));
    }

    handlePrevious() {
        this.turnTo(Math.max(0, this.skip - this.pageSize));
    }

    handleNext() {
        this.turnTo(this.skip + this.pageSize);
    }

    turnTo(skip) {
        this.dispatchEvent(new CustomEvent('page', { detail: { skip } }));
    }
}
