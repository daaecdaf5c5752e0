import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { settingsOf } from 'c/connectionSettings';
import { fillIn, quantity } from 'c/format';
import { finish } from 'c/modalWork';
import { failure, problemOf } from 'c/problemOf';
import readConnections from '@salesforce/apex/CrossledgerConnectionController.readConnections';
import readWarehouses from '@salesforce/apex/CrossledgerConnectionController.readWarehouses';
import saveConnection from '@salesforce/apex/CrossledgerConnectionController.saveConnection';
import LABELS from './labels';
import { moved, namesIn, toEntry, toRule } from './ranking';

const WAYS = [
    { value: 'exact', label: LABELS.exact },
    { value: 'levels', label: LABELS.levels }
];
/** More names are only counted. */
const MOST_NAMES = 40;
const same = (one, other) => one.toLowerCase() === other.toLowerCase();

/** How a connection shows stock, and which warehouse delivers to whom. Closes with the connection as it stands then. */
export default class ConnectionStock extends LightningModal {
    /** As the list tells it. */
    @api connection;

    labels = LABELS;
    ways = WAYS;
    figures;
    entries;
    known = [];
    /** By rule, what was written when its field was left: nobody is told of a name that is half written. */
    compared = {};
    unread = '';
    error;
    isBusy = false;
    wantsFocus;

    connectedCallback() {
        super.connectedCallback?.();
        const { stockFigures, warehouseRanking } = this.connection;
        this.figures = { show: 'exact', few: '', many: '', ...stockFigures };
        this.entries = (warehouseRanking ?? []).map(toEntry);
        this.compare();
        this.readNames();
    }

    /** A rule that moved takes the focus along, so that the keyboard goes on where it was. */
    renderedCallback() {
        if (this.wantsFocus) {
            this.template.querySelector(this.wantsFocus)?.focus();
            this.wantsFocus = undefined;
        }
    }

    /** What a typing error is told by; saving needs no answer of the ERP. */
    async readNames() {
        try {
            const { rows } = JSON.parse(await readWarehouses({ connection: this.connection.name }));
            this.known = [...new Map(rows.map((row) => [row.code.toLowerCase(), row])).values()];
            this.unread = rows.length === 0 ? LABELS.noneKnown : '';
        } catch (error) {
            this.unread = fillIn(LABELS.unread, problemOf(error).title);
        }
    }

    get isLevels() {
        return this.figures.show === 'levels';
    }

    get knownText() {
        const names = this.known.map(({ code, name }) => (name && name !== code ? `${code} (${name})` : code));
        const shown = names.slice(0, MOST_NAMES).join(', ');
        const text = names.length > MOST_NAMES ? fillIn(LABELS.andMore, shown, quantity(names.length - MOST_NAMES)) : shown;
        return shown && fillIn(LABELS.known, text);
    }

    get rules() {
        const last = this.entries.length - 1;
        return this.entries.map((entry, index) => {
            const number = quantity(index + 1);
            const missing = this.missingIn(entry);
            return {
                ...entry,
                heading: fillIn(LABELS.rule, number),
                isFirst: index === 0,
                isLast: index === last,
                upName: fillIn(LABELS.up, number),
                downName: fillIn(LABELS.down, number),
                removeName: fillIn(LABELS.remove, number),
                missing: missing.length > 0 ? fillIn(LABELS.missing, missing.join(', ')) : ''
            };
        });
    }

    missingIn({ key }) {
        return this.known.length === 0 ? [] : namesIn(this.compared[key] ?? '').filter((name) => !this.known.some(({ code }) => same(code, name)));
    }

    handleFigure(event) {
        const { name } = event.target;
        this.figures = { ...this.figures, [name]: event.detail.value };
        this.compareFigures();
    }

    /** Each by itself is the field's own matter; shown at the second, once both are there. */
    compareFigures() {
        const { few, many } = this.figures;
        const field = this.template.querySelector('[data-id=many]');
        field?.setCustomValidity(few && many && Number(few) > Number(many) ? LABELS.fewAboveMany : '');
        if (few && many) {
            field?.reportValidity();
        }
    }

    handleRule(event) {
        const { name } = event.target;
        const { rule } = event.target.dataset;
        this.entries = this.entries.map((entry) => (entry.key === rule ? { ...entry, [name]: event.detail.value } : entry));
    }

    handleLeft() {
        this.compare();
    }

    compare() {
        this.compared = Object.fromEntries(this.entries.map(({ key, warehouses }) => [key, warehouses]));
    }

    handleAdd() {
        const entry = toEntry();
        this.entries = [...this.entries, entry];
        this.wantsFocus = `[data-rule="${entry.key}"]`;
    }

    handleRemove(event) {
        const { rule } = event.target.dataset;
        this.entries = this.entries.filter(({ key }) => key !== rule);
        this.wantsFocus = '[data-id=add]';
    }

    handleUp(event) {
        this.move(event.target.dataset.rule, -1);
    }

    handleDown(event) {
        this.move(event.target.dataset.rule, 1);
    }

    move(key, by) {
        this.entries = moved(this.entries, key, by);
        const at = this.entries.findIndex((entry) => entry.key === key);
        const canGoOn = at + by >= 0 && at + by < this.entries.length;
        this.wantsFocus = `[data-rule="${key}"][data-move="${canGoOn ? by : -by}"]`;
    }

    handleCancel() {
        this.close();
    }

    handleSave() {
        return finish(this, async () => {
            const settings = { ...(await this.storedNow()), stockFigures: this.wantedFigures, warehouseRanking: this.entries.map(toRule) };
            return JSON.parse(await saveConnection({ connection: this.connection.name, settings: JSON.stringify(settings) }));
        });
    }

    /** What somebody else changed meanwhile stays. */
    async storedNow() {
        const { rows } = JSON.parse(await readConnections());
        const stored = rows.find(({ name }) => name === this.connection.name);
        if (!stored) {
            throw failure({ code: 'record.unknown', title: fillIn(LABELS.gone, this.connection.label), next: LABELS.goneNext, fixer: 'admin' });
        }
        return settingsOf(stored);
    }

    get wantedFigures() {
        const { few, many } = this.figures;
        return this.isLevels ? { show: 'levels', few: String(few), many: String(many) } : { show: 'exact' };
    }
}
