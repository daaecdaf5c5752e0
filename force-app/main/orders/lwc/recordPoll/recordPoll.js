import { clock } from 'c/clock';

const EAGER_MS = 60000;
const EAGER_EVERY_MS = 3000;
const PATIENT_EVERY_MS = 15000;

/**
 * Looks at a record again and again: every 3 s for a minute, then every 15 s. Rests while the page is hidden and once `isFinal`;
 * looks at once when the page is seen again. `time` and `page` come from outside so that tests own them.
 */
export class RecordPoll {
    isRunning = false;
    eagerUntilMs = 0;

    constructor({ look, isFinal, time = clock, page = document }) {
        Object.assign(this, { look, isFinal, time, page });
        this.handleVisibility = () => this.lookNow();
    }

    /** Starts, or becomes eager again because something happened. */
    start() {
        if (!this.isRunning) {
            this.page.addEventListener('visibilitychange', this.handleVisibility);
        }
        this.isRunning = true;
        this.eagerUntilMs = this.time.now() + EAGER_MS;
        this.schedule();
    }

    stop() {
        this.isRunning = false;
        this.time.cancel(this.timer);
        this.page.removeEventListener('visibilitychange', this.handleVisibility);
    }

    get isResting() {
        return !this.isRunning || this.page.hidden || this.isFinal();
    }

    schedule() {
        this.time.cancel(this.timer);
        if (!this.isResting) {
            const delayMs = this.time.now() < this.eagerUntilMs ? EAGER_EVERY_MS : PATIENT_EVERY_MS;
            this.timer = this.time.later(() => this.lookNow(), delayMs);
        }
    }

    async lookNow() {
        this.time.cancel(this.timer);
        if (this.isResting) {
            return;
        }
        try {
            await this.look();
        } catch {
            // Repeated like any other look; what is wrong with the record its own wire tells.
        }
        this.schedule();
    }
}
