import { fetchRecord, findField, notifyRecordUpdateAvailable, pathOf, shortId } from 'page/records';
import { makeWire } from 'page/wire';

export { createRecord, updateRecord, deleteRecord, notifyRecordUpdateAvailable } from 'page/records';

export const getRecord = makeWire(
    (config) => {
        if (config.layoutTypes) throw new Error('getRecord by layoutTypes is not simulated: name the fields');
        return fetchRecord(config);
    },
    {
        ready: ({ recordId, fields, optionalFields }) => Boolean(recordId) && Boolean(fields?.length || optionalFields?.length),
        touches: ({ recordId }, ids) => ids.includes(shortId(recordId)),
    }
);
export const getRecords = makeWire(
    async ({ records }) => ({
        results: await Promise.all(records.flatMap((r) => r.recordIds.map((recordId) => fetchRecord({ ...r, recordId }).then(
            (result) => ({ statusCode: 200, result }), (error) => ({ statusCode: error.status, result: error.body }))))),
    }),
    { touches: ({ records }, ids) => records.some((r) => r.recordIds.some((id) => ids.includes(shortId(id)))) }
);
export const getFieldValue = (record, field) => findField(record, pathOf(field))?.value;
export const getFieldDisplayValue = (record, field) => findField(record, pathOf(field))?.displayValue;
export const getRecordNotifyChange = (records) => { notifyRecordUpdateAvailable(records); };
export const generateRecordInputForCreate = ({ apiName, fields }) => ({ apiName, fields: Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.value])) });
export const generateRecordInputForUpdate = ({ id, fields }) => ({ fields: { Id: id, ...Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.value])) } });
export const createRecordInputFilteredByEditedFields = (input, original) => ({
    fields: Object.fromEntries(Object.entries(input.fields).filter(([name, value]) => name === 'Id' || original.fields[name]?.value !== value)),
});
