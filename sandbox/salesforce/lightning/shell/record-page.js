import { page } from 'page/runtime';
import { fetchRecord, findField } from 'page/records';
import { pages } from 'virtual:pages';
import { renderItem } from './page-items.js';

const WIDE = ['header', 'subheader'];
const SIDE = ['sidebar', 'rightcol', 'rightsidebar', 'leftsidebar'];
const bare = (object) => (page.namespace ? object.replace(`${page.namespace}__`, '') : object);

/** An object without a record page of its own shows its highlights and details. */
const FALLBACK = {
    regions: [
        { name: 'header', items: [{ component: 'force:highlightsPanel', properties: {} }] },
        { name: 'main', items: [{ component: 'force:detailPanel', properties: {} }] },
    ],
};

/** The record page that the package's metadata describes for this object. */
export async function renderRecordPage(main, { objectApiName, recordId }) {
    const layout = pages.find((p) => p.type === 'RecordPage' && p.sobjectType && [objectApiName, bare(objectApiName)].includes(p.sobjectType)) ?? FALLBACK;
    page.pageReference = { type: 'standard__recordPage', attributes: { recordId, objectApiName, actionName: 'view' }, state: Object.fromEntries(new URLSearchParams(location.search)) };
    const body = renderBody(main, layout.regions);
    const context = { recordId, objectApiName, regions: layout.regions };
    const regions = layout.regions.filter((region) => !region.name.startsWith('Facet-') && body[region.name]);
    await Promise.all(regions.map(async (region) => {
        for (const item of region.items) await renderItem(body[region.name], item, context);
    }));
    await setTitle(objectApiName, recordId);
}

function renderBody(main, regions) {
    const targets = {};
    const grid = Object.assign(document.createElement('div'), { className: 'slds-grid slds-gutters_x-small slds-wrap body' });
    const columns = regions.filter((region) => region.items.length && !WIDE.includes(region.name) && !region.name.startsWith('Facet-'));
    const alone = columns.length < 2;
    for (const region of regions.filter((r) => WIDE.includes(r.name))) {
        targets[region.name] = Object.assign(document.createElement('div'), { className: 'region' });
        main.append(targets[region.name]);
    }
    for (const region of columns) {
        const size = alone ? '' : SIDE.includes(region.name) ? 'slds-large-size_4-of-12' : 'slds-large-size_8-of-12';
        targets[region.name] = Object.assign(document.createElement('div'), { className: `slds-col slds-size_1-of-1 region ${size}` });
        grid.append(targets[region.name]);
    }
    main.append(grid);
    return targets;
}

async function setTitle(object, recordId) {
    try {
        const record = await fetchRecord({ recordId, optionalFields: [`${object}.Name`] });
        document.title = `${findField(record, 'Name')?.value ?? recordId} | ${object} | Salesforce`;
    } catch {
        document.title = `${object} | Salesforce`; // the highlights panel says what is wrong with the record
    }
}
