import { LightningElement, api } from 'lwc';
import { fillIn, quantity } from 'c/format';
import readPages from '@salesforce/apex/CrossledgerSetupController.readPages';
import LABELS from './labels';

const OBJECTS = { Account: LABELS.account, Opportunity: LABELS.opportunity, Product2: LABELS.product };

const toRow = ({ id, object, label, isOurs, lacks }) => ({
    id,
    name: isOurs ? fillIn(LABELS.sample, label) : label,
    object: OBJECTS[object] ?? object,
    lacks: lacks.map((panel) => panel.label).join(', ') || LABELS.nothing
});

/** The sample pages do not count: nobody sees them until they are assigned. */
function judge(pages) {
    const own = pages.filter(({ isOurs }) => !isOurs);
    const lacking = own.filter(({ lacks }) => lacks.length > 0);
    if (pages.length === 0) {
        return { state: 'todo', says: LABELS.none };
    }
    if (lacking.length > 0) {
        return { state: 'todo', says: fillIn(LABELS.lacking, quantity(lacking.length), quantity(own.length)) };
    }
    return { state: 'done', says: own.length > 0 ? fillIn(LABELS.complete, quantity(own.length)) : LABELS.samplesOnly };
}

/** The step of the setup that lists which record pages lack panels. Asks the backend only when somebody presses; assigns nothing. */
export default class SetupPages extends LightningElement {
    @api number;

    labels = LABELS;
    status = { state: 'todo' };
    rows = [];

    async handleShow() {
        this.status = { state: 'todo', isBusy: true };
        try {
            const { rows, more } = JSON.parse(await readPages());
            const { state, says } = judge(rows);
            this.rows = rows.map(toRow);
            this.status = { state: more ? 'todo' : state, says: more ? `${says} ${fillIn(LABELS.more, quantity(rows.length))}` : says };
        } catch (error) {
            this.rows = [];
            this.status = { state: 'failed', error };
        }
    }
}
