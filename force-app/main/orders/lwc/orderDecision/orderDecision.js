import { LightningElement, api } from 'lwc';
import release from '@salesforce/apex/CrossledgerOrderController.release';
import refuse from '@salesforce/apex/CrossledgerOrderController.refuse';
import LABELS from './labels';

const SHORTEST_REASON = 3;

/** Release or refuse an order that is held for approval, with a reason. Tells `decided` with { sentence }. */
export default class OrderDecision extends LightningElement {
    labels = LABELS;
    reason = '';
    error;
    isBusy = false;

    @api recordId;
    /** Of the plan that is shown; another one is not decided about. */
    @api planHash;

    get isDisabled() {
        return this.isBusy || this.reason.trim().length < SHORTEST_REASON;
    }

    handleReason(event) {
        this.reason = event.detail.value ?? '';
    }

    handleRelease() {
        return this.decide(release, LABELS.released);
    }

    handleRefuse() {
        return this.decide(refuse, LABELS.refused);
    }

    async decide(decision, sentence) {
        this.isBusy = true;
        this.error = undefined;
        try {
            await decision({ opportunityId: this.recordId, planHash: this.planHash, reason: this.reason.trim() });
            this.dispatchEvent(new CustomEvent('decided', { detail: { sentence } }));
        } catch (error) {
            this.error = error;
        }
        this.isBusy = false;
    }
}
