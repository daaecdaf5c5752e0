import { api } from 'lwc';
import LightningModal from 'lightning/modal';
import { finish } from 'c/modalWork';
import LABELS from './labels';

/** Asks why, does it, and closes with what came of it; what goes wrong is shown here and the reason stays written. */
export default class AskReason extends LightningModal {
    /** What will happen, in a sentence or two. */
    @api question;
    /** Word of the button. */
    @api action;
    /** `brand` or `destructive`. */
    @api variant = 'brand';
    /** Does it, given the reason and the instant. */
    @api run;
    /** Asks for an instant too, under this label. */
    @api instantLabel;
    @api instantHint;
    /** The instant to begin with, in ISO text. */
    @api instant;

    labels = LABELS;
    reason = '';
    chosenInstant;
    error;
    isBusy = false;

    handleReason(event) {
        this.reason = event.detail.value;
    }

    get shownInstant() {
        return this.chosenInstant ?? this.instant;
    }

    handleInstant(event) {
        this.chosenInstant = event.detail.value;
    }

    handleCancel() {
        this.close();
    }

    handleConfirm() {
        return finish(this, () => this.run(this.reason.trim(), this.shownInstant));
    }
}
