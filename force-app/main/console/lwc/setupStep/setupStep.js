import { LightningElement, api } from 'lwc';
import { fillIn } from 'c/format';
import BUSY from '@salesforce/label/c.Setup_Busy';
import DONE from '@salesforce/label/c.Setup_Done';
import FAILED from '@salesforce/label/c.Setup_Failed';
import STEP from '@salesforce/label/c.Setup_Step';
import TODO from '@salesforce/label/c.Setup_Todo';

const STATES = {
    todo: { icon: 'utility:routing_offline', text: TODO },
    done: { icon: 'utility:success', variant: 'success', text: DONE },
    failed: { icon: 'utility:error', variant: 'error', text: FAILED }
};

const TODO_STATUS = Object.freeze({ state: 'todo' });

/** One step of the setup: where it stands, what to do in its slot, and what its test said. */
export default class SetupStep extends LightningElement {
    @api number;
    @api heading;
    /** `state`: todo, done or failed; `says`: one sentence; `error`: whatever was caught; `isBusy`. */
    @api status = TODO_STATUS;

    busyText = BUSY;

    get title() {
        return fillIn(STEP, this.number, this.heading);
    }

    get sign() {
        return STATES[this.status?.state] ?? STATES.todo;
    }
}
