/** Does what the modal is for, once its fields are good, and closes it with what came of it; what goes wrong is shown in it, with all that was written. */
export async function finish(modal, work) {
    const fields = [...modal.template.querySelectorAll('lightning-input, lightning-textarea')];
    if (!fields.map((field) => field.reportValidity()).every(Boolean)) {
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
