const FIELDS = 'lightning-input, lightning-textarea, lightning-combobox, lightning-radio-group';

/** Shows at each field what is wrong with it; true when nothing is. */
export function areGood(modal, fields = FIELDS) {
    return [...modal.template.querySelectorAll(fields)].map((field) => field.reportValidity()).every(Boolean);
}

/** Does what the modal is for, once its fields are good, and closes it with what came of it; what goes wrong is shown in it, with all that was written. */
export async function finish(modal, work) {
    if (!areGood(modal)) {
        return;
    }
    modal.isBusy = true;
    modal.error = undefined;
    try {
        modal.close({ done: await work() });
    } catch (error) {
        modal.error = error;
    }
    modal.isBusy = false;
}
