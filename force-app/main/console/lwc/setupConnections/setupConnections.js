import { LightningElement, api } from 'lwc';
import ConnectionForm from 'c/connectionForm';
import { fillIn, quantity } from 'c/format';
import readConnections from '@salesforce/apex/CrossledgerConnectionController.readConnections';
import LABELS from './labels';

const ERPS = { fno: LABELS.fno, 'business-central': LABELS.businessCentral };

const textOf = ({ label, erp, baseUrl, defaultCompany, mode }) =>
    fillIn(LABELS.row, label, ERPS[erp] ?? erp, new URL(baseUrl).host, defaultCompany, mode === 'send' ? LABELS.modeSend : LABELS.modeObserve);

/** The step of the setup in which ERP connections are added and changed. Asks the backend only when somebody presses. */
export default class SetupConnections extends LightningElement {
    @api number;

    labels = LABELS;
    status = { state: 'todo' };
    connections = [];

    get rows() {
        return this.connections.map((one) => ({ name: one.name, text: textOf(one), title: fillIn(LABELS.changeOne, one.label) }));
    }

    handleShow() {
        return this.load();
    }

    handleAdd() {
        return this.open(LABELS.add, undefined, LABELS.added);
    }

    handleChange(event) {
        const connection = this.connections.find(({ name }) => name === event.target.dataset.name);
        return this.open(event.target.title, connection, LABELS.changed);
    }

    async open(label, connection, done) {
        const result = await ConnectionForm.open({ label, connection, size: 'small' });
        if (result) {
            await this.load(fillIn(done, result.done.label));
        }
    }

    async load(says = '') {
        this.status = { state: 'todo', isBusy: true };
        try {
            this.connections = JSON.parse(await readConnections()).rows;
            const { length } = this.connections;
            const found = length === 0 ? LABELS.none : fillIn(LABELS.found, quantity(length));
            this.status = { state: length === 0 ? 'todo' : 'done', says: says || found };
        } catch (error) {
            this.status = { state: 'failed', error };
        }
    }
}
