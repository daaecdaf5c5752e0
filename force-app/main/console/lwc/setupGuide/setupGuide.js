import { LightningElement } from 'lwc';
import { fillIn, money } from 'c/format';
import { failure } from 'c/problemOf';
import readState from '@salesforce/apex/CrossledgerSetupController.readState';
import saveSettings from '@salesforce/apex/CrossledgerSetupController.saveSettings';
import testCertificate from '@salesforce/apex/CrossledgerSetupController.testCertificate';
import pair from '@salesforce/apex/CrossledgerSetupController.pair';
import testBackend from '@salesforce/apex/CrossledgerSetupController.testBackend';
import readDeals from '@salesforce/apex/CrossledgerSetupController.readDeals';
import tryOrder from '@salesforce/apex/CrossledgerSetupController.tryOrder';
import readConnections from '@salesforce/apex/CrossledgerConnectionController.readConnections';
import testConnection from '@salesforce/apex/CrossledgerConnectionController.testConnection';
import CAN_ADMINISTER from '@salesforce/customPermission/Crossledger_Administer';
import LABELS from './labels';

const TODO = Object.freeze({ state: 'todo' });

/** The admin's way from nothing to the first order: each step with a test of its own. Nothing is remembered but the settings. */
export default class SetupGuide extends LightningElement {
    labels = LABELS;
    canAdminister = Boolean(CAN_ADMINISTER);
    view = { isLoading: true };
    steps = { certificate: TODO, backend: TODO, pairing: TODO, roundTrip: TODO, read: TODO, dryRun: TODO };
    certificateName = '';
    audience = '';
    code = '';
    certificate = '';
    deals = [];
    isSending = false;
    dealId;

    connectedCallback() {
        if (this.canAdminister) {
            this.load();
        }
    }

    async load() {
        this.view = { ...this.view, isLoading: true };
        try {
            const [state, deals] = (await Promise.all([readState(), readDeals()])).map((text) => JSON.parse(text));
            this.certificateName = state.certificateName;
            this.audience = state.audience ?? '';
            this.deals = deals.map(({ id, name }) => ({ value: id, label: name }));
            this.dealId = this.dealId ?? this.deals[0]?.value;
            this.view = { data: state, isLoading: false };
            this.tell('backend', state.audience && state.setUpFor === state.orgId ? { state: 'done' } : TODO);
        } catch (error) {
            this.view = { error, isLoading: false };
        }
    }

    get state() {
        return this.view.data;
    }

    get copyWarning() {
        const { setUpFor, orgId } = this.state;
        return setUpFor && setUpFor !== orgId ? fillIn(LABELS.copyWarning, setUpFor, orgId) : '';
    }

    get pairingText() {
        return fillIn(LABELS.pairingText, this.state.orgId, this.state.sandbox ? LABELS.sandbox : LABELS.production);
    }

    get people() {
        return Object.entries(this.state.people).map(([name, count]) => ({ name: name.replace('_', ' '), count }));
    }

    get peopleStatus() {
        const { Crossledger_User: reps, Crossledger_Integration: backend } = this.state.people;
        return { state: reps > 0 && backend > 0 ? 'done' : 'todo' };
    }

    /** Known once the connections were read. */
    get goLiveStatus() {
        return { state: this.isSending ? 'done' : 'todo' };
    }

    get hasDeals() {
        return this.deals.length > 0;
    }

    get isReady() {
        return [this.steps.roundTrip, this.steps.read, this.steps.dryRun].every(({ state }) => state === 'done');
    }

    get readyText() {
        return this.isReady ? LABELS.ready : LABELS.notReady;
    }

    handleField(event) {
        this[event.target.name] = event.detail.value;
    }

    handleCertificate() {
        this.run('certificate', async () => {
            await this.save();
            await testCertificate();
            return LABELS.certificateOk;
        });
    }

    handleSave() {
        this.run('backend', async () => {
            await this.save();
            return LABELS.saved;
        });
    }

    handlePair() {
        this.run('pairing', async () => {
            const { orgName, canSignIn } = JSON.parse(await pair({ code: this.code, certificate: this.certificate }));
            this.code = '';
            return [fillIn(LABELS.paired, orgName), canSignIn ? '' : LABELS.cannotSignIn].filter(Boolean).join(' ');
        });
    }

    handleRoundTrip() {
        this.run('roundTrip', async () => {
            const { orgName, skewSeconds } = JSON.parse(await testBackend());
            // Whoever is known to the backend is paired with it.
            this.tell('pairing', { ...this.steps.pairing, state: 'done' });
            return fillIn(LABELS.roundTripOk, orgName, skewSeconds);
        });
    }

    /** All connections side by side; one that fails fails the step, with its own sentence. */
    handleRead() {
        this.run('read', async () => {
            const { rows } = JSON.parse(await readConnections());
            if (rows.length === 0) {
                throw failure({ code: 'connection.none', title: LABELS.readNone, next: LABELS.readNoneNext, fixer: 'admin' });
            }
            const read = async ({ name, label }) => fillIn(LABELS.readOk, label, JSON.parse(await testConnection({ connection: name })).companies.length);
            this.isSending = rows.some(({ mode }) => mode === 'send');
            return (await Promise.all(rows.map(read))).join(' ');
        });
    }

    handleDryRun() {
        this.run('dryRun', async () => {
            const { light, findings, requests, net } = JSON.parse(await tryOrder({ dealId: this.dealId }));
            if (light === 'red' || requests.length === 0) {
                const reasons = findings.filter((one) => one.light === light);
                const { code, next, fixer } = reasons[0] ?? {};
                throw failure({ code, next, fixer, title: fillIn(LABELS.dryRunRed, reasons.map(({ says }) => says).join(' ')) });
            }
            return fillIn(LABELS.dryRunOk, money(net.amount, net.currency), requests.length);
        });
    }

    async save() {
        await saveSettings({ audience: this.audience, certificateName: this.certificateName });
        this.view = { ...this.view, data: { ...this.state, setUpFor: this.state.orgId, audience: this.audience, certificateName: this.certificateName } };
    }

    async run(step, work) {
        this.tell(step, { state: 'todo', isBusy: true });
        try {
            this.tell(step, { state: 'done', says: await work() });
        } catch (error) {
            this.tell(step, { state: 'failed', error });
        }
    }

    tell(step, status) {
        this.steps = { ...this.steps, [step]: status };
    }
}
