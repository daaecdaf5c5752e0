import { record } from './runtime.js';

/** The Lightning address of a page reference; null for one that this page does not simulate. */
export function toUrl({ type, attributes = {}, state = {} } = {}) {
    const { recordId, objectApiName, actionName = 'view' } = attributes;
    const query = new URLSearchParams(Object.entries(state).filter(([, value]) => value != null));
    const tail = query.size ? `?${query}` : '';
    switch (type) {
        case 'standard__recordPage':
            return (objectApiName ? `/lightning/r/${objectApiName}/${recordId}/view` : `/lightning/r/${recordId}/view`) + (actionName === 'edit' ? '?edit=1' : tail);
        case 'standard__recordRelationshipPage': return `/lightning/r/${objectApiName}/${recordId}/view`;
        case 'standard__objectPage': return `/lightning/o/${objectApiName}/list`;
        case 'standard__navItemPage': return `/lightning/n/${attributes.apiName}${tail}`;
        case 'standard__namedPage': return '/lightning/page/home';
        case 'standard__webPage': return attributes.url;
        default: return null;
    }
}

export function navigate(reference, replace = false) {
    record({ navigate: reference });
    const url = toUrl(reference);
    if (!url) throw new Error(`Navigation to ${reference?.type} is not simulated`);
    if (/^https?:/.test(url)) open(url, '_blank', 'noopener');
    else if (replace) location.replace(url);
    else location.assign(url);
}
