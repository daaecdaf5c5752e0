import { LightningElement, api, wire } from 'lwc';
import { NOTHING_YET, opportunityPanel } from 'c/panelData';
import { clock } from 'c/clock';
import { moment } from 'c/format';
import { isFinal as isAtRest, isHeld, reasonNotToSend, sentenceOf, troubleOf } from 'c/orderState';
import { RecordPoll } from 'c/recordPoll';
import SendDialog from 'c/sendDialog';
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import MAY_APPROVE from '@salesforce/customPermission/Crossledger_Approve_Orders';
import MAY_SEND from '@salesforce/customPermission/Crossledger_Send_Orders';
import IS_WON from '@salesforce/schema/Opportunity.IsWon';
import STAGE from '@salesforce/schema/Opportunity.StageName';
import STAGE_SINCE from '@salesforce/schema/Opportunity.LastStageChangeDate';
import ORDER_NUMBER from '@salesforce/schema/Opportunity.ERP_Order_Number__c';
import ORDER_STATUS from '@salesforce/schema/Opportunity.ERP_Order_Status__c';
import MESSAGE from '@salesforce/schema/Opportunity.ERP_Message__c';
import ORDER_LINK from '@salesforce/schema/Opportunity.ERP_Order_Link__c';
import LABELS from './labels';
import { openLinesOf } from './openLines';
import { erpSteps, stepOf, stepUnderWay } from './steps';

const ERP_FIELDS = [ORDER_NUMBER, ORDER_STATUS, MESSAGE, ORDER_LINK];
const WIN_FIELDS = [IS_WON, STAGE_SINCE];
const ASK_BACKEND_EVERY_MS = 15000;
const TAKEN_WITHIN_MS = 10 * 60000;

/** The order of the deal: number, where it stands, what is wrong, the steps that this ERP reports, what of it is still open, and Send to ERP. */
export default class OrderTimeline extends LightningElement {
    labels = LABELS;
    view = NOTHING_YET;
    maySend = Boolean(MAY_SEND);
    mayApprove = Boolean(MAY_APPROVE);
    record;
    seen;
    poll = new RecordPoll({ look: () => this.look(), isFinal: () => this.isFinal });
    panel = opportunityPanel('order', (view) => {
        this.view = view;
        this.readAtMs = clock.now();
    });
    currentId;

    @api
    get recordId() {
        return this.currentId;
    }
    set recordId(value) {
        this.currentId = value;
        this.panel.show(value);
    }

    connectedCallback() {
        this.panel.open(this.recordId);
        this.poll.start();
    }

    disconnectedCallback() {
        this.panel.close();
        this.poll.stop();
    }

    @wire(getRecord, { recordId: '$recordId', fields: [STAGE], optionalFields: [...ERP_FIELDS, ...WIN_FIELDS] })
    wiredRecord({ data }) {
        if (!data) {
            return;
        }
        this.record = data;
        const seen = JSON.stringify([STAGE, ...ERP_FIELDS].map((field) => getFieldValue(data, field) ?? null));
        if (this.seen !== undefined && this.seen !== seen) {
            this.readAgain();
        }
        this.seen = seen;
    }

    /** The record tells most; what cannot be written onto it only the backend tells, and is asked more rarely. */
    look() {
        if (this.isBackendAsked && clock.now() - this.readAtMs >= ASK_BACKEND_EVERY_MS) {
            this.readAtMs = clock.now();
            this.panel.readQuietly();
        }
        return notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
    }

    /** While something may still happen by itself; a deal that was won just now has its order taken soon, even if nothing may be written onto the record. */
    get isBackendAsked() {
        const isFresh = this.field(IS_WON) && clock.now() - Date.parse(this.field(STAGE_SINCE)) < TAKEN_WITHIN_MS;
        return Boolean((this.push && !isAtRest(this.push)) || this.view.error || (!this.push && isFresh));
    }

    get isFinal() {
        const number = this.field(ORDER_NUMBER);
        return this.push?.state === 'written-back' || Boolean(number && number === this.push?.orderNumber && !this.push.message);
    }

    get push() {
        return this.view.data?.push;
    }

    get order() {
        return this.view.data?.order;
    }

    get number() {
        return this.push?.orderNumber ?? this.order?.number ?? this.field(ORDER_NUMBER);
    }

    get link() {
        return this.order?.link ?? this.push?.link ?? this.field(ORDER_LINK);
    }

    /** Neither backend nor record told anything, because they are slow or out of this user's reach: then nothing is claimed. */
    get isTold() {
        return Boolean(this.view.data || this.number || this.field(ORDER_STATUS));
    }

    get status() {
        if (!this.isTold) {
            return '';
        }
        if (this.order?.cancelled) {
            return LABELS.cancelled;
        }
        return sentenceOf(this.push) ?? this.field(ORDER_STATUS) ?? LABELS.notSent;
    }

    /** In the shape of a problem; the record's own message speaks while the backend cannot. */
    get trouble() {
        if (this.push) {
            return troubleOf(this.push);
        }
        const message = this.field(MESSAGE);
        return message ? { title: message } : null;
    }

    get steps() {
        return [...this.waySteps, ...(this.order ? erpSteps(this.order, this.view.data.reports) : [])];
    }

    /** What Salesforce and Crossledger know: won, taken, checked, held while it is, sent. Nothing is said of what is not known. */
    get waySteps() {
        if (!this.push) {
            return [];
        }
        const { acceptedAt, sentAt } = this.push;
        const won = this.field(IS_WON) ? [stepOf('won', LABELS.won, this.wonAt)] : [];
        const { checkedAt } = this.view.data;
        const checked = checkedAt || !sentAt ? [stepOf('checked', LABELS.checked, checkedAt ? moment(checkedAt) : null)] : [];
        const held = isHeld(this.push) ? [stepUnderWay('held', LABELS.heldStep, { text: LABELS.now, icon: 'utility:pause', variant: 'warning', iconText: LABELS.now })] : [];
        return [...won, stepOf('taken', LABELS.taken, moment(acceptedAt)), ...checked, ...held, stepOf('sent', LABELS.sentStep, sentAt ? moment(sentAt) : null)];
    }

    get wonAt() {
        const since = this.field(STAGE_SINCE);
        return since ? moment(since) : LABELS.done;
    }

    get hasSteps() {
        return this.steps.length > 0;
    }

    get open() {
        return openLinesOf(this.order);
    }

    get hasOpenLines() {
        return this.open.lines.length > 0;
    }

    get reason() {
        return this.view.data ? reasonNotToSend(this.view.data) : '';
    }

    get isSendDisabled() {
        return !this.view.data || Boolean(this.reason);
    }

    /** What the dialog shows beside sending: where the order stands, its certificate, and the decision about a held one. */
    get detailsLabel() {
        return isHeld(this.push) && this.mayApprove ? LABELS.decide : LABELS.details;
    }

    get hasDetails() {
        return Boolean(this.push);
    }

    get hasActions() {
        return this.maySend || (this.mayApprove && this.hasDetails);
    }

    field(field) {
        return this.record ? getFieldValue(this.record, field) : undefined;
    }

    async handleOpen() {
        await SendDialog.open({ label: LABELS.sendToErp, size: 'medium', recordId: this.recordId });
        this.readAgain();
    }

    readAgain() {
        this.panel.refresh();
        this.poll.start();
    }

    handleRefresh() {
        notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
        this.readAgain();
    }
}
