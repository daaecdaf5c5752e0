import { LightningElement, api } from 'lwc';
import { fillIn } from 'c/format';
import admin from '@salesforce/label/c.Fixer_Admin';
import erp from '@salesforce/label/c.Fixer_Erp';
import finance from '@salesforce/label/c.Fixer_Finance';
import rep from '@salesforce/label/c.Fixer_Rep';
import WHO from '@salesforce/label/c.Error_Who_Can_Fix';

const FIXERS = { admin, erp, finance, rep };

/** One finding: what and where, then who can fix it and what to do. */
export default class CheckSentence extends LightningElement {
    /** title, fixer, next. */
    @api problem;

    get help() {
        const { fixer, next } = this.problem;
        return [FIXERS[fixer] ? fillIn(WHO, FIXERS[fixer]) : '', next].filter(Boolean).join(' ');
    }
}
