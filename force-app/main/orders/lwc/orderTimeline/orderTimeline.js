import { LightningElement, api, wire } from 'lwc';
import { NOTHING_YET, opportunityPanel } from 'c/panelData';
import { clock } from 'c/clock';
import { day, fillIn, moment } from 'c/format';
import { RecordPoll } from 'c/recordPoll';
import { getFieldValue, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import LightningConfirm from 'lightning/confirm';
import send from '@salesforce/apex/CrossledgerOrderController.send';
import CAN_SEND from '@salesforce/customPermission/Crossledger_Send_Orders';
import STAGE from '@salesforce/schema/Opportunity.StageName';
import ORDER_NUMBER from '@salesforce/schema/Opportunity.ERP_Order_Number__c';
import ORDER_STATUS from '@salesforce/schema/Opportunity.ERP_Order_Status__c';
import MESSAGE from '@salesforce/schema/Opportunity.ERP_Message__c';
import ORDER_LINK from '@salesforce/schema/Opportunity.ERP_Order_Link__c';
import LABELS from './labels';

const ERP_FIELDS = [ORDER_NUMBER, ORDER_STATUS, MESSAGE, ORDER_LINK];
const STATES = {
    observed: LABELS.observed,
    accepted: LABELS.accepted,
    working: LABELS.working,
    waiting: LABELS.waiting,
    blocked: LABELS.blocked,
    held: LABELS.held,
    sent: LABELS.sent,
    'written-back': LABELS.writtenBack,
    dead: LABELS.dead,
    refused: LABELS.refused,
    discarded: LABELS.discarded
};
const STEPS = { created: LABELS.created, confirmed: LABELS.confirmed, picked: LABELS.picked, shipped: LABELS.shipped, invoiced: LABELS.invoiced };
const ASK_BACKEND_EVERY_MS = 15000;
/** In these states the order is not on its way; the backend says whether it may be sent by hand. */
const NOT_ON_ITS_WAY = new Set([undefined, 'observed', 'refused', 'dead', 'held', 'discarded']);

/** The order of the deal: number, where it stands, what is wrong, the steps that this ERP reports, and Send to ERP. */
export default class OrderTimeline extends LightningElement {
    labels = LABELS;
    view = NOTHING_YET;
    canSend = Boolean(CAN_SEND);
    record;
    seen;
    sendError;
    isSending = false;
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

    @wire(getRecord, { recordId: '$recordId', fields: [STAGE], optionalFields: ERP_FIELDS })
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
        if ((this.push || this.view.error) && clock.now() - this.readAtMs >= ASK_BACKEND_EVERY_MS) {
            this.readAtMs = clock.now();
            this.panel.readQuietly();
        }
        return notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
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
        return STATES[this.push?.state] ?? this.field(ORDER_STATUS) ?? LABELS.notSent;
    }

    /** In the shape of a problem; the record's own message speaks while the backend cannot. */
    get trouble() {
        if (this.push) {
            const { message, fixer, nextTryAt } = this.push;
            return message ? { title: message, fixer, next: nextTryAt ? fillIn(LABELS.nextTry, moment(nextTryAt)) : '' } : null;
        }
        const message = this.field(MESSAGE);
        return message ? { title: message } : null;
    }

    /** Only the steps that this ERP reports. */
    get steps() {
        const reached = new Map((this.order?.steps ?? []).map(({ step, on }) => [step, on]));
        return this.view.data.reports.map((step) => ({
            step,
            label: STEPS[step] ?? step,
            text: reached.has(step) ? day(reached.get(step)) || LABELS.done : LABELS.notYet,
            icon: reached.has(step) ? 'utility:success' : 'utility:routing_offline',
            variant: reached.has(step) ? 'success' : undefined,
            iconText: reached.has(step) ? LABELS.done : LABELS.notYet
        }));
    }

    get hasSteps() {
        return Boolean(this.order) && this.view.data.reports.length > 0;
    }

    get reason() {
        const state = this.view.data;
        if (!state) {
            return '';
        }
        if (this.order || this.push?.orderNumber) {
            return LABELS.alreadySent;
        }
        if (!NOT_ON_ITS_WAY.has(this.push?.state)) {
            return LABELS.taken;
        }
        return state.canSend ? '' : (state.cannotSendBecause ?? LABELS.cannotSend);
    }

    get isSendDisabled() {
        return this.isSending || !this.view.data || Boolean(this.reason);
    }

    field(field) {
        return this.record ? getFieldValue(this.record, field) : undefined;
    }

    async handleSend() {
        const isSure = await LightningConfirm.open({ label: LABELS.sendToErp, message: LABELS.confirm, theme: 'default' });
        if (isSure) {
            await this.send();
        }
    }

    async send() {
        this.isSending = true;
        this.sendError = undefined;
        try {
            await send({ opportunityId: this.recordId });
            this.dispatchEvent(new ShowToastEvent({ title: LABELS.sendToErp, message: LABELS.onItsWay, variant: 'success' }));
        } catch (error) {
            this.sendError = error;
        }
        this.isSending = false;
        this.readAgain();
    }

    readAgain() {
        this.panel.refresh();
        this.poll.start();
    }

    handleRefresh() {
        this.sendError = undefined;
        notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
        this.readAgain();
    }
}
