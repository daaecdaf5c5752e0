import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { settingsOf } from 'c/connectionSettings';
import { fillIn } from 'c/format';
import { areGood, finish } from 'c/modalWork';
import { failure } from 'c/problemOf';
import readConnections from '@salesforce/apex/CrossledgerConnectionController.readConnections';
import saveConnection from '@salesforce/apex/CrossledgerConnectionController.saveConnection';
import tryConnection from '@salesforce/apex/CrossledgerConnectionController.tryConnection';
import LABELS from './labels';
import { scopeOf, tokenUrlOf } from './proposals';

const ERPS = [
    { value: 'fno', label: LABELS.fno },
    { value: 'business-central', label: LABELS.businessCentral }
];
const KINDS = [
    { value: 'test', label: LABELS.testEnvironment },
    { value: 'production', label: LABELS.production }
];
const same = (one, other) => one?.toLowerCase() === other?.toLowerCase();
const nameOf = ({ id, name }) => (name && name !== id ? `${name} (${id})` : id);

/** Fields with which nobody signs in. */
const APART = new Set(['label', 'defaultCompany']);

/** Adds an ERP connection, or changes one: what signs in is tested before it is saved. Closes with the connection as it stands then. */
export default class ConnectionForm extends LightningModal {
    /** The connection to change, as the list tells it; none to add one. */
    @api connection;

    labels = LABELS;
    erps = ERPS;
    kinds = KINDS;
    entered = {};
    found;
    error;
    isBusy = false;

    get values() {
        return { erp: 'fno', ...this.connection, ...this.entered };
    }

    get isNew() {
        return !this.connection;
    }

    get isKnown() {
        return !this.isNew;
    }

    get baseUrlHint() {
        return this.values.erp === 'fno' ? LABELS.baseUrlFno : LABELS.baseUrlBusinessCentral;
    }

    /** As entered; else as stored, unless that was only what is proposed for the stored address; else proposed. */
    get scope() {
        const stored = this.connection;
        const own = stored && stored.scope !== scopeOf(stored.erp, stored.baseUrl) ? stored.scope : undefined;
        return this.entered.scope ?? own ?? scopeOf(this.values.erp, this.values.baseUrl);
    }

    get isSecretNeeded() {
        return !this.connection?.hasSecret;
    }

    /** Only ever as entered: no answer brings one. */
    get clientSecret() {
        return this.entered.clientSecret;
    }

    get secretPlaceholder() {
        return this.isSecretNeeded ? '' : LABELS.secretKept;
    }

    /** Of the last test that still holds; before one, only what is stored. */
    get companies() {
        const stored = this.connection?.defaultCompany;
        if (!this.found) {
            return stored ? [{ value: stored, label: stored }] : [];
        }
        return this.found.map((one) => ({ value: same(one.id, stored) || same(one.name, stored) ? stored : one.id, label: nameOf(one) }));
    }

    get companyNames() {
        return this.found?.length ? fillIn(LABELS.signedIn, this.found.map(nameOf).join(', ')) : '';
    }

    /** Nothing that signs in is saved without a test. */
    get isUntested() {
        const isMoved = Object.keys(this.entered).some((name) => !APART.has(name));
        return !this.found?.length && (this.isNew || isMoved);
    }

    get isSaveDisabled() {
        return this.isBusy || this.isUntested;
    }

    handleField(event) {
        const { name } = event.target;
        this.enter({ [name]: event.detail.value });
        if (name !== 'label') {
            this.found = undefined;
        }
    }

    handleCompany(event) {
        this.enter({ defaultCompany: event.detail.value });
    }

    enter(values) {
        this.entered = { ...this.entered, ...values };
    }

    async handleTest() {
        if (!areGood(this, '[data-sign-in]')) {
            return;
        }
        this.isBusy = true;
        this.error = undefined;
        this.found = undefined;
        try {
            const { companies } = JSON.parse(await tryConnection(this.request(this.signIn)));
            this.take(companies);
        } catch (error) {
            this.error = error;
        }
        this.isBusy = false;
    }

    take(companies) {
        if (companies.length === 0) {
            throw failure({ code: 'connection.company', title: LABELS.noCompany, next: LABELS.noCompanyNext, fixer: 'erp' });
        }
        this.found = companies;
        const isThere = this.companies.some(({ value }) => value === this.values.defaultCompany);
        if (!isThere) {
            this.enter({ defaultCompany: companies.length === 1 ? companies[0].id : undefined });
        }
    }

    handleCancel() {
        this.close();
    }

    handleSave() {
        return finish(this, async () => {
            if (this.isNew) {
                await this.requireFreeName();
            }
            const { label, defaultCompany } = this.values;
            const stored = this.isNew ? {} : settingsOf(this.connection);
            return JSON.parse(await saveConnection(this.request({ ...stored, ...this.signIn, label: label.trim(), defaultCompany })));
        });
    }

    /** Saving over a connection that is there would change it. */
    async requireFreeName() {
        const { rows } = JSON.parse(await readConnections());
        if (rows.some(({ name }) => name === this.values.name)) {
            throw failure({ code: 'record.exists', title: fillIn(LABELS.taken, this.values.name), next: LABELS.takenNext, fixer: 'admin' });
        }
    }

    get signIn() {
        const { erp, baseUrl, tokenUrl, clientId, environment } = this.values;
        return { erp, baseUrl: baseUrl.trim(), tokenUrl: tokenUrlOf(tokenUrl), scope: this.scope.trim(), clientId: clientId.trim(), environment };
    }

    request(settings) {
        return { connection: this.values.name, settings: JSON.stringify(settings), clientSecret: this.clientSecret };
    }
}
