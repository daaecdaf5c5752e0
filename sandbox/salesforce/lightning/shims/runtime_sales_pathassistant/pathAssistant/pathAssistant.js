import { LightningElement, api, wire } from 'lwc';
import { getFieldValue, getRecord, updateRecord } from 'lightning/uiRecordApi';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { runQuery } from 'page/metadata';
import { sentenceOf } from 'page/records';
import SelectClosedStage from 'force/selectClosedStage';

const STAGE = 'Opportunity.StageName';
const CLOSED = 'Closed';

/** Sales Path of an opportunity: open stages in order, then one step that asks which closed stage is meant. */
export default class PathAssistant extends LightningElement {
    @api recordId;
    @api objectApiName;
    stages = [];
    picked;
    busy = false;

    @wire(getRecord, { recordId: '$recordId', fields: [STAGE] })
    record;

    async connectedCallback() {
        addEventListener('resize', this.showActive);
        try {
            this.stages = await runQuery('SELECT MasterLabel, IsClosed, IsWon, SortOrder FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder');
        } catch (error) {
            this.say('The stages cannot be read', sentenceOf(error), 'error');
        }
    }
    /** A narrow window shows the stage that the deal is in, not the first one. */
    renderedCallback() {
        const active = this.template.querySelector('.slds-is-active');
        if (this.shown !== active?.textContent) this.showActive();
    }
    showActive = () => {
        const scroller = this.template.querySelector('.slds-path__nav');
        const active = this.template.querySelector('.slds-is-active');
        if (!active) return;
        this.shown = active.textContent;
        scroller.scrollLeft += active.getBoundingClientRect().left - scroller.getBoundingClientRect().left - (scroller.clientWidth - active.clientWidth) / 2;
    };
    disconnectedCallback() { removeEventListener('resize', this.showActive); }
    get current() { return getFieldValue(this.record.data, STAGE); }
    get closedStages() { return this.stages.filter((stage) => stage.IsClosed); }
    get isClosed() { return this.closedStages.some((stage) => stage.MasterLabel === this.current); }
    get isWon() { return this.closedStages.some((stage) => stage.MasterLabel === this.current && stage.IsWon); }
    get steps() {
        const open = this.stages.filter((stage) => !stage.IsClosed).map((stage) => stage.MasterLabel);
        const names = [...open, CLOSED];
        const at = this.isClosed ? open.length : open.indexOf(this.current);
        const picked = this.picked === undefined ? at : names.indexOf(this.picked);
        return names.map((name, i) => ({
            name,
            label: name === CLOSED && this.isClosed ? this.current : name,
            picked: String(i === picked),
            focus: i === Math.max(picked, 0) ? 0 : -1,
            done: i < at,
            className: `slds-path__item ${this.stateOf(i, at)}${i === picked ? ' slds-is-active' : ''}`,
        }));
    }
    stateOf(index, current) {
        if (index === current) return this.isClosed ? (this.isWon ? 'slds-is-won slds-is-current' : 'slds-is-lost slds-is-current') : 'slds-is-current';
        return index < current ? 'slds-is-complete' : 'slds-is-incomplete';
    }
    get picksClosed() { return this.picked === CLOSED || (this.picked === undefined && this.isClosed); }
    get buttonLabel() {
        if (this.picksClosed) return this.isClosed ? 'Change Closed Stage' : 'Select Closed Stage';
        return this.picked === undefined || this.picked === this.current ? 'Mark Stage as Complete' : 'Mark as Current Stage';
    }
    get nextStage() {
        if (this.picked !== undefined && this.picked !== this.current) return this.picked;
        const names = this.steps.map((step) => step.name);
        return names[names.indexOf(this.current) + 1];
    }

    handlePick(event) { this.picked = event.currentTarget.dataset.name; }
    handleKey(event) {
        const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!move) return;
        event.preventDefault();
        const options = [...this.template.querySelectorAll('[role=option]')];
        const next = options[options.indexOf(event.currentTarget) + move];
        if (next) { this.picked = next.dataset.name; next.focus(); }
    }
    async handleMark() {
        const stage = this.picksClosed || this.nextStage === CLOSED
            ? await SelectClosedStage.open({ size: 'small', label: 'Close This Opportunity', stages: this.closedStages.map((s) => s.MasterLabel) })
            : this.nextStage;
        if (!stage || this.busy) return;
        this.busy = true;
        try {
            await updateRecord({ fields: { Id: this.recordId, StageName: stage } });
            this.picked = undefined;
            this.say('Stage changed successfully.', '', 'success');
        } catch (error) {
            this.say("We can't save this change", sentenceOf(error), 'error');
        } finally {
            this.busy = false;
        }
    }
    say(title, message, variant) { this.dispatchEvent(new ShowToastEvent({ title, message, variant })); }
}
