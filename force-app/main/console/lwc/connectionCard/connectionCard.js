import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import AskReason from 'c/askReason';
import { fillIn, moment } from 'c/format';
import setMode from '@salesforce/apex/CrossledgerConnectionController.setMode';
import setStop from '@salesforce/apex/CrossledgerConnectionController.setStop';
import testConnection from '@salesforce/apex/CrossledgerConnectionController.testConnection';
import LABELS from './labels';
import { healthFacts, settingsOf } from './words';

/** One ERP connection: what is configured, how it is doing, its switches and a test. Raises `change` when a switch was turned. */
export default class ConnectionCard extends LightningElement {
    /** As the list of connections tells it. */
    @api connection;
    /** As the health of connections tells it; may be missing. */
    @api health;

    labels = LABELS;
    probe;
    probeError;
    isTesting = false;

    get name() {
        return this.connection.label;
    }

    get settings() {
        return settingsOf(this.connection);
    }

    get healthFacts() {
        return this.health ? healthFacts(this.health) : [];
    }

    get healthHeading() {
        return fillIn(LABELS.health, this.name);
    }

    get isSending() {
        return this.connection.mode === 'send';
    }

    get modeAction() {
        return this.isSending ? LABELS.observe : LABELS.send;
    }

    get stopAction() {
        return this.connection.stopped ? LABELS.resume : LABELS.stop;
    }

    get testTitle() {
        return `${LABELS.test}: ${this.name}`;
    }

    get modeTitle() {
        return `${this.modeAction}: ${this.name}`;
    }

    get stopTitle() {
        return `${this.stopAction}: ${this.name}`;
    }

    get testingText() {
        return fillIn(LABELS.testing, this.name);
    }

    get findings() {
        const companies = this.probe.companies.map(({ id, name }) => (name && name !== id ? `${id} (${name})` : id));
        const found = companies.length ? [fillIn(LABELS.companies, companies.join(', '))] : [];
        return [LABELS.testGood, ...found, ...this.probe.findings].map((text) => ({ text }));
    }

    async handleTest() {
        this.isTesting = true;
        this.probe = undefined;
        this.probeError = undefined;
        try {
            this.probe = JSON.parse(await testConnection({ connection: this.connection.name }));
        } catch (error) {
            this.probeError = error;
        }
        this.isTesting = false;
        this.tellChange();
    }

    async handleMode() {
        const options = this.isSending
            ? { question: LABELS.modeQuestionObserve, run: (reason) => this.setMode('observe', null, reason) }
            : { question: LABELS.modeQuestionSend, instantLabel: LABELS.goLiveField, instantHint: LABELS.goLiveHint, instant: this.connection.goLiveAt ?? new Date().toISOString(), run: (reason, instant) => this.setMode('send', instant, reason) };
        const result = await AskReason.open({ label: this.modeTitle, action: this.modeAction, size: 'small', ...options });
        if (result) {
            const { mode, goLiveAt } = result.done;
            this.announce(mode === 'send' ? fillIn(LABELS.modeChangedSend, this.name, moment(goLiveAt)) : fillIn(LABELS.modeChanged, this.name));
        }
    }

    async setMode(mode, goLiveAt, reason) {
        return JSON.parse(await setMode({ connection: this.connection.name, mode, goLiveAt, reason }));
    }

    async handleStop() {
        const stopped = !this.connection.stopped;
        const [question, done] = stopped ? [LABELS.stopQuestion, LABELS.stoppedDone] : [LABELS.resumeQuestion, LABELS.resumed];
        const run = (reason) => setStop({ connection: this.connection.name, stopped, reason });
        const result = await AskReason.open({ label: this.stopTitle, question, action: this.stopAction, variant: stopped ? 'destructive' : 'brand', size: 'small', run });
        if (result) {
            this.announce(fillIn(done, this.name));
        }
    }

    announce(title) {
        this.dispatchEvent(new ShowToastEvent({ title, variant: 'success' }));
        this.tellChange();
    }

    tellChange() {
        this.dispatchEvent(new CustomEvent('change'));
    }
}
