import { fetchObjectInfo, fetchPicklist } from 'page/metadata';
import { makeWire } from 'page/wire';

const nameOf = (object) => object.objectApiName ?? object;
export const getObjectInfo = makeWire(({ objectApiName }) => fetchObjectInfo(nameOf(objectApiName)));
export const getObjectInfos = makeWire(async ({ objectApiNames }) => ({
    results: await Promise.all(objectApiNames.map(async (name) => ({ statusCode: 200, result: await fetchObjectInfo(nameOf(name)) }))),
}));
export const getPicklistValues = makeWire(({ recordTypeId, fieldApiName }) => {
    const [object, field] = typeof fieldApiName === 'string' ? fieldApiName.split('.') : [fieldApiName.objectApiName, fieldApiName.fieldApiName];
    return fetchPicklist(object, field, recordTypeId);
});
