// Records through the org's UI API: the page's Lightning Data Service.
import { send, toFailure } from './http.js';
import { record } from './runtime.js';
import { refreshWires } from './wire.js';

export const shortId = (id) => String(id ?? '').slice(0, 15);
export const qualified = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);
export const pathOf = (field) => (typeof field === 'string' ? field.split('.').slice(1).join('.') : field.fieldApiName);

const inFlight = new Map(); // components that open together ask for the same record once

export async function fetchRecord({ recordId, fields = [], optionalFields = [] }) {
    const query = new URLSearchParams();
    if (fields.length) query.set('fields', [].concat(fields).map(qualified).join(','));
    if (optionalFields.length) query.set('optionalFields', [].concat(optionalFields).map(qualified).join(','));
    const path = `/ui-api/records/${recordId}?${query}`;
    const asked = inFlight.get(path) ?? send('GET', path).finally(() => inFlight.delete(path));
    inFlight.set(path, asked);
    const answer = await asked;
    if (!answer.ok) throw toFailure(answer, (body) => (Array.isArray(body) ? body : [body])); // reads answer with an array
    return answer.body;
}

/** Value object { value, displayValue } behind a path such as `Account.Name`. */
export function findField(record, path) {
    const [first, ...rest] = path.split('.');
    const field = record?.fields?.[first];
    return rest.length ? findField(field?.value, rest.join('.')) : field;
}

const GENERAL = 'An error occurred while trying to update the record. Please try again.';

/** Writes answer with an object: field errors under their field, the rest beside them. */
function toWriteError(body) {
    if (body?.output) return body;
    const rows = (Array.isArray(body) ? body : [body ?? {}]).map((row) => ({
        constituentField: null, duplicateRecordError: null, errorCode: row.errorCode ?? row.statusCode ?? 'UNKNOWN_EXCEPTION',
        field: row.fields?.[0] ?? null, fieldLabel: row.fields?.[0] ?? null, message: row.message ?? GENERAL,
    }));
    const fieldErrors = {};
    for (const row of rows.filter((r) => r.field)) (fieldErrors[row.field] ??= []).push(row);
    return { statusCode: 400, errorCode: 'INVALID_INPUT', message: GENERAL, enhancedErrorType: 'RecordError', output: { errors: rows.filter((r) => !r.field), fieldErrors } };
}

async function write(method, path, content) {
    const answer = await send(method, path, content);
    if (!answer.ok) throw toFailure(answer, toWriteError);
    return answer.body;
}

export async function updateRecord({ fields: { Id, ...fields } }) {
    record({ update: Id, fields });
    const saved = await write('PATCH', `/ui-api/records/${Id}`, { fields });
    await notifyRecordUpdateAvailable([{ recordId: Id }]);
    return saved;
}
export const createRecord = (input) => write('POST', '/ui-api/records', { apiName: input.apiName, fields: input.fields });
export async function deleteRecord(recordId) {
    await write('DELETE', `/ui-api/records/${recordId}`);
    await refreshWires([shortId(recordId)]);
}
export const notifyRecordUpdateAvailable = (records) => refreshWires(records.map(({ recordId }) => shortId(recordId)));

/** The one sentence of a failed write or read. */
export function sentenceOf(error) {
    const body = error?.body;
    const output = body?.output;
    const messages = [...(output?.errors ?? []), ...Object.values(output?.fieldErrors ?? {}).flat()].map((row) => row.message);
    if (messages.length) return messages.join(' ');
    return (Array.isArray(body) ? body[0]?.message : body?.message) ?? error?.message ?? 'Unknown error';
}
