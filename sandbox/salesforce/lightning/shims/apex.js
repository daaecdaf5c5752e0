import { freeze, send, toFailure } from './http.js';
import { record } from './runtime.js';

const owners = new WeakMap(); // value that a wire emitted last -> its adapter, for refreshApex

async function call(method, params) {
    record({ apex: method, params });
    const answer = await send('POST', `/apex/${method}`, params ?? {});
    if (!answer.ok) throw toFailure(answer, (body) => (Array.isArray(body) ? body[0] : body) ?? { message: answer.statusText });
    return answer.body;
}

/** Callable as imperative Apex and usable as a wire adapter, as `@salesforce/apex` modules are. */
export function apexMethod(name, cacheable) {
    const method = (params) => call(name, params);
    method.adapter = class {
        constructor(emit) { this.emit = emit; emit({ data: undefined, error: undefined }); }
        connect() { this.gone = false; }
        disconnect() { this.gone = true; }
        update(config) {
            if (!cacheable) throw new Error(`@wire of ${name}, which is not @AuraEnabled(cacheable=true)`);
            this.config = config;
            if (Object.values(config).every((value) => value !== undefined)) this.refresh();
        }
        async refresh() {
            const ticket = (this.ticket = Symbol(name));
            let value;
            try { value = { data: freeze(await call(name, this.config)), error: undefined }; }
            catch (error) { value = { data: undefined, error }; }
            if (this.gone || ticket !== this.ticket) return;
            owners.set(value, this);
            this.emit(value);
        }
    };
    return method;
}

export const refreshApex = async (value) => { await owners.get(value)?.refresh(); };
export const getSObjectValue = (sobject, field) => (field.fieldApiName ?? field).split('.').reduce((value, part) => value?.[part], sobject);
