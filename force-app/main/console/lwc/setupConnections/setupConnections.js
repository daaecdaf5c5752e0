import { LightningElement, api } from 'lwc';
import ConnectionForm from 'c/connectionForm';
import ConnectionStock from 'c/connectionStock';
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
        return this.connections.map((one) => ({ name: one.name, text: textOf(one), title: fillIn(LABELS.changeOne, one.label), stockTitle: fillIn(LABELS.stockOne, one.label) }));
    }

    handleShow() {
        return this.load();
    }

    handleAdd() {
        return this.open(ConnectionForm, { label: LABELS.add }, LABELS.added);
    }

    handleChange(event) {
        return this.open(ConnectionForm, this.pressed(event), LABELS.changed);
    }

    handleStock(event) {
        return this.open(ConnectionStock, this.pressed(event), LABELS.stockChanged);
    }

    pressed({ target: { title, dataset } }) {
        return { label: title, connection: this.connections.find(({ name }) => name === dataset.name) };
    }

    async open(form, about, done) {
        const result = await form.open({ ...about, size: 'small' });
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
