import { freeze } from './http.js';

const live = new Set();

/**
 * Wire adapter from a function of its config. It emits at first nothing, then data or error, and again when a refresh changes the answer;
 * `ready` says from which config on it may ask, `touches` whether a refresh of some record concerns it.
 */
export function makeWire(compute, { ready = allDefined, touches = () => false } = {}) {
    return class {
        constructor(emit) { this.emit = emit; emit({ data: undefined, error: undefined }); }
        connect() { live.add(this); if (this.config) this.run(); }
        disconnect() { live.delete(this); this.ticket = null; }
        update(config) { this.config = config; this.last = undefined; this.run(); }
        concerns(ids) { return Boolean(this.config) && (ids === null || touches(this.config, ids)); }
        async run() {
            if (!this.config || !ready(this.config)) return;
            const ticket = (this.ticket = Symbol('run'));
            let value;
            try { value = { data: freeze(await compute(this.config)), error: undefined }; }
            catch (error) { value = { data: undefined, error }; }
            const text = JSON.stringify(value);
            if (ticket !== this.ticket || text === this.last) return;
            this.last = text;
            this.emit(value);
        }
    };
}

function allDefined(config) {
    return Object.values(config).every((value) => value !== undefined);
}

/** Asks again whatever shows one of the records; all of it without ids. Resolves when the answers are in. */
export async function refreshWires(ids = null) {
    await Promise.all([...live].filter((wire) => wire.concerns(ids)).map((wire) => wire.run()));
}
