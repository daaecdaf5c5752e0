import { LightningElement, api } from 'lwc';
import { day, fillIn, moment } from 'c/format';
import loadingText from '@salesforce/label/c.Panel_Loading';
import refreshText from '@salesforce/label/c.Panel_Refresh';
import LIVE from '@salesforce/label/c.Panel_Live';
import STALE from '@salesforce/label/c.Panel_Stale';
import DOWN from '@salesforce/label/c.Panel_Stale_Down';
import ELSEWHERE from '@salesforce/label/c.Panel_Elsewhere';
import COMPUTED from '@salesforce/label/c.Panel_Computed';

const isDown = (code) => code === 'erp.unavailable';

/** The card around every panel: heading, refresh, how fresh the figures are, waiting, and what went wrong. */
export default class PanelFrame extends LightningElement {
    @api heading;
    @api icon;
    /** What `panelData` told: data, error, state, asOf, isLoading. */
    @api view;
    /** The ERP's own date of figures that it computed earlier. */
    @api computedOn;
    /** Shows records of this ERP connection only; empty: of all. */
    @api connection;
    /** Hides refresh and freshness where nothing is read. */
    @api isStill = false;

    labels = { loadingText, refreshText };

    get isLoading() {
        return Boolean(this.view?.isLoading);
    }

    get error() {
        return this.view?.error;
    }

    get elsewhere() {
        const found = this.view?.connection;
        return found && this.connection && found !== this.connection ? fillIn(ELSEWHERE, found, this.connection) : '';
    }

    get hasRefresh() {
        return !this.isStill;
    }

    get refreshTitle() {
        return `${refreshText}: ${this.heading}`;
    }

    get freshness() {
        const { state, asOf, error, staleBecause } = this.view ?? {};
        if (error || !asOf) {
            return '';
        }
        const old = isDown(staleBecause) ? DOWN : STALE;
        const read = fillIn(state === 'stale' ? old : LIVE, moment(asOf));
        return this.computedOn ? `${read} · ${fillIn(COMPUTED, day(this.computedOn))}` : read;
    }

    get freshnessClass() {
        const color = this.view?.state === 'stale' ? '' : ' slds-text-color_weak';
        return `slds-text-body_small slds-m-top_small${color}`;
    }

    get isStale() {
        return this.view?.state === 'stale' && Boolean(this.freshness);
    }

    handleRefresh() {
        this.dispatchEvent(new CustomEvent('refresh'));
    }
}
