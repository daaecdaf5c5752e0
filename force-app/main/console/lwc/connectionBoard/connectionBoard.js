import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import AskReason from 'c/askReason';
import readConnections from '@salesforce/apex/CrossledgerConnectionController.readConnections';
import readHealth from '@salesforce/apex/CrossledgerConnectionController.readHealth';
import setStopAll from '@salesforce/apex/CrossledgerConnectionController.setStopAll';
import CAN_ADMINISTER from '@salesforce/customPermission/Crossledger_Administer';
import LABELS from './labels';

/** Every ERP connection of the org as a card, and the switch that stops all. */
export default class ConnectionBoard extends LightningElement {
    labels = LABELS;
    canAdminister = Boolean(CAN_ADMINISTER);
    view = { isLoading: true };
    asked = 0;

    connectedCallback() {
        if (this.canAdminister) {
            this.load();
        }
    }

    get cards() {
        const { connections, health } = this.view.data;
        return connections.rows.map((connection) => ({ name: connection.name, connection, health: health.rows.find(({ name }) => name === connection.name) }));
    }

    get isEmpty() {
        return this.cards.length === 0;
    }

    get isStopped() {
        return this.view.data?.connections.stopAll ?? false;
    }

    /** Both are one picture; an answer that comes after a newer question is dropped. */
    async load() {
        this.asked += 1;
        const mine = this.asked;
        this.view = { ...this.view, isLoading: true };
        let view;
        try {
            const [connections, health] = (await Promise.all([readConnections(), readHealth()])).map((text) => JSON.parse(text));
            view = { data: { connections, health }, state: 'live', asOf: new Date().toISOString() };
        } catch (error) {
            view = { error };
        }
        if (mine === this.asked) {
            this.view = { ...view, isLoading: false };
        }
    }

    async handleStopAll() {
        const stopped = !this.isStopped;
        const [action, question, done] = stopped ? [LABELS.stopAll, LABELS.stopAllQuestion, LABELS.stoppedAllDone] : [LABELS.resumeAll, LABELS.resumeAllQuestion, LABELS.resumedAll];
        const run = (reason) => setStopAll({ stopped, reason });
        const result = await AskReason.open({ label: action, question, action, variant: stopped ? 'destructive' : 'brand', size: 'small', run });
        if (result) {
            this.dispatchEvent(new ShowToastEvent({ title: done, variant: 'success' }));
            this.load();
        }
    }

    handleChange() {
        this.load();
    }
}
