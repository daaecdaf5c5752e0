import { send, toFailure } from './http.js';

const MASTER_RECORD_TYPE = '012000000000000AAA';
const kept = new Map(); // metadata does not change while a page is open

function fetchOnce(path) {
    if (!kept.has(path)) {
        const asked = send('GET', path).then((answer) => {
            if (!answer.ok) throw toFailure(answer, (body) => (Array.isArray(body) ? body : [body]));
            return answer.body;
        });
        asked.catch(() => kept.delete(path));
        kept.set(path, asked);
    }
    return kept.get(path);
}

export const fetchObjectInfo = (object) => fetchOnce(`/ui-api/object-info/${object}`);
export const fetchPicklist = (object, field, recordTypeId = MASTER_RECORD_TYPE) => fetchOnce(`/ui-api/object-info/${object}/picklist-values/${recordTypeId}/${field}`);

/** All records of one query, as the REST API answers. */
export async function runQuery(soql) {
    const answer = await send('GET', `/query?q=${encodeURIComponent(soql)}`);
    if (!answer.ok) throw toFailure(answer, (body) => (Array.isArray(body) ? body : [body]));
    return answer.body.records;
}
