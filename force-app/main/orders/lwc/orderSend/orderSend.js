import { LightningElement, api } from 'lwc';
import { notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { NOTHING_YET, opportunityPanel } from 'c/panelData';
import { resultOf } from 'c/checkLight';
import { isFinal, isHeld, isInErp, reasonNotToSend, sentenceOf, troubleOf } from 'c/orderState';
import { problemOf } from 'c/problemOf';
import { RecordPoll } from 'c/recordPoll';
import askCheck from '@salesforce/apex/CrossledgerOrderController.check';
import sendOrder from '@salesforce/apex/CrossledgerOrderController.send';
import askCertificate from '@salesforce/apex/CrossledgerOrderController.certificate';
import MAY_SEND from '@salesforce/customPermission/Crossledger_Send_Orders';
import MAY_APPROVE from '@salesforce/customPermission/Crossledger_Approve_Orders';
import LABELS from './labels';

/**
 * Send to ERP: the flight check, then sending exactly what was checked, then where the order stands, then its certificate. What
 * frames it (action, dialog, page) listens to `close`.
 */
export default class OrderSend extends LightningElement {
    labels = LABELS;
    maySend = Boolean(MAY_SEND);
    view = NOTHING_YET;
    check;
    certificate;
    error;
    busyWith = '';
    announcement = '';
    hasBegun = false;
    focusNext;
    currentId;
    panel = opportunityPanel('order', (view) => this.receive(view));
    poll = new RecordPoll({ look: () => this.panel.readQuietly(), isFinal: () => isFinal(this.push) });

    /** The ERP is asked only once somebody wants it, as on a page that many open for other reasons. */
    @api waitsForClick = false;
    /** Leaves sending and deciding out. */
    @api justChecks = false;
    @api hasClose = false;

    /** Comes after the component is connected in a quick action. */
    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        if (value !== this.currentId) {
            Object.assign(this, { currentId: value, check: undefined, certificate: undefined, error: undefined, hasBegun: false });
        }
        this.panel.show(value);
    }

    connectedCallback() {
        this.panel.open(this.currentId);
        this.poll.start();
    }

    disconnectedCallback() {
        this.panel.close();
        this.poll.stop();
    }

    /** The button that was pressed may be gone: the reader's place goes to what came instead. */
    renderedCallback() {
        const target = this.focusNext && this.template.querySelector(`[data-focus=${this.focusNext}]`);
        if (target) {
            this.focusNext = undefined;
            target.focus();
        }
    }

    receive(view) {
        const before = this.push?.state;
        this.view = view;
        if (view.isLoading) {
            return;
        }
        if (!this.hasBegun) {
            this.begin();
        } else if (before !== this.push?.state) {
            this.follow();
        }
    }

    /** An order that exists shows its proof; one on its way shows where it is; anything else is checked. */
    begin() {
        this.hasBegun = true;
        this.poll.start();
        if (!this.waitsForClick && this.maySend) {
            if (isInErp(this.push)) {
                this.prove();
            } else if (isHeld(this.push) || !this.reason) {
                this.runCheck();
            }
        }
    }

    follow() {
        this.poll.start();
        this.announcement = this.status;
        notifyRecordUpdateAvailable([{ recordId: this.currentId }]);
        if (isInErp(this.push) && isFinal(this.push) && this.maySend) {
            this.prove();
        }
    }

    get push() {
        return this.view.data?.push ?? undefined;
    }

    get reason() {
        return this.view.data ? reasonNotToSend(this.view.data) : '';
    }

    get readError() {
        return this.view.data ? undefined : this.view.error;
    }

    get isBusy() {
        return Boolean(this.busyText);
    }

    get busyText() {
        return this.busyWith || (this.view.isLoading ? LABELS.waiting : '');
    }

    get isForbidden() {
        return !this.maySend && !this.mayDecide;
    }

    get number() {
        return this.push?.orderNumber;
    }

    get link() {
        return this.push?.link;
    }

    /** Of a deal that may be sent the check says all there is. */
    get hasStatus() {
        return Boolean(this.push) || Boolean(this.reason);
    }

    get status() {
        return sentenceOf(this.push) ?? this.reason;
    }

    get trouble() {
        return troubleOf(this.push);
    }

    get mayDecide() {
        return Boolean(MAY_APPROVE) && !this.justChecks;
    }

    get isDecisionShown() {
        return isHeld(this.push) && this.mayDecide;
    }

    get planHash() {
        return this.push?.planHash;
    }

    get invitation() {
        return this.maySend && this.waitsForClick && !this.hasStatus && !this.check && !this.isBusy ? LABELS.checkFirst : '';
    }

    get checkLabel() {
        if (this.check) {
            return LABELS.again;
        }
        return this.isSendable ? LABELS.checkHeading : LABELS.only;
    }

    get isSendable() {
        return this.maySend && !this.justChecks && Boolean(this.view.data) && !this.reason;
    }

    get isSendShown() {
        return this.isSendable && Boolean(this.check);
    }

    get isStopped() {
        return this.isSendShown && this.check.light === 'red';
    }

    get isSendDisabled() {
        return this.isBusy || this.isStopped;
    }

    get isProofShown() {
        return this.maySend && Boolean(this.push) && !isHeld(this.push) && !this.certificate;
    }

    handleCheck() {
        this.focusNext = undefined;
        return this.runCheck('check');
    }

    /** Asks the ERP anew; the old answer is not left standing beside a failure. */
    async runCheck(focus) {
        await this.doing(LABELS.running, async () => {
            this.check = undefined;
            this.check = JSON.parse(await askCheck({ opportunityId: this.currentId }));
            this.announcement = resultOf(this.check);
            this.focusNext = focus;
        });
    }

    async handleSend() {
        const { planHash } = this.check;
        await this.doing(LABELS.sending, async () => {
            await sendOrder({ opportunityId: this.currentId, planHash });
            this.check = undefined;
            this.announcement = LABELS.onItsWay;
            this.focusNext = 'status';
        });
        if (this.error && problemOf(this.error).code === 'order.plan-changed') {
            await this.showChange(this.error);
        } else if (!this.error) {
            this.readAgain();
        }
    }

    /** The plan is another than the one that was shown: nothing was sent, and the new one is shown with what changed. */
    async showChange(error) {
        const { title, ...rest } = problemOf(error);
        await this.runCheck('check');
        this.error = this.error ?? { ...rest, title, next: LABELS.changed };
    }

    handleProof() {
        return this.prove('certificate');
    }

    async prove(focus) {
        await this.doing(LABELS.making, async () => {
            this.certificate = JSON.parse(await askCertificate({ opportunityId: this.currentId, orderKey: this.push.key }));
            this.focusNext = focus;
        });
    }

    async doing(what, work) {
        this.busyWith = what;
        this.error = undefined;
        try {
            await work();
        } catch (error) {
            this.error = error;
        }
        this.busyWith = '';
    }

    handleDecided(event) {
        this.announcement = event.detail.sentence;
        this.check = undefined;
        this.focusNext = 'status';
        this.readAgain();
    }

    readAgain() {
        this.panel.refresh();
        this.poll.start();
        notifyRecordUpdateAvailable([{ recordId: this.currentId }]);
    }

    handleClose() {
        this.dispatchEvent(new CustomEvent('close'));
    }
}
