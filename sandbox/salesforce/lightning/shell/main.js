import '@lwc/synthetic-shadow'; // before the engine: base components are styled for synthetic shadow
import ObjectList from 'force/objectList';
import { NAVIGATION } from 'page/layouts';
import { page } from 'page/runtime';
import 'lightning/refresh'; // a RefreshEvent refreshes the standard components even when no component imports it
import { components, pages, tabs } from 'virtual:pages';
import { escapeHtml } from './dom.js';
import { renderFrame } from './frame.js';
import { mount, renderItem } from './page-items.js';
import { renderRecordPage } from './record-page.js';
import { listenForToasts } from './toasts.js';

async function show() {
    const [, , kind, ...rest] = location.pathname.split('/');
    const root = document.querySelector('#shell');
    if (kind === 'r') {
        const [objectApiName, recordId] = rest;
        return renderRecordPage(renderFrame(root, objectApiName), { objectApiName, recordId });
    }
    if (kind === 'o') {
        const main = renderFrame(root, rest[0]);
        document.title = `${rest[0]} | Salesforce`;
        return main.append(mount('force-object-list', ObjectList, { objectApiName: rest[0] }));
    }
    if (kind === 'n') return renderTab(renderFrame(root, rest[0]), rest[0]);
    return renderHome(renderFrame(root, 'home'));
}

function renderHome(main) {
    document.title = 'Home | Salesforce';
    const links = [...NAVIGATION.map(({ object, label }) => [`/lightning/o/${object}/list`, label]), ...tabs.map((tab) => [`/lightning/n/${tab.name}`, tab.label])];
    main.innerHTML = `<div class="slds-card slds-p-around_medium"><h1 class="slds-text-heading_medium">Welcome, ${escapeHtml(page.user.name)}</h1>
  <p class="slds-m-vertical_small">Open an account or an opportunity to see what the ERP knows about it.</p>
  <ul class="slds-list_dotted">${links.map(([url, label]) => `<li><a href="${url}">${escapeHtml(label)}</a></li>`).join('')}</ul></div>`;
}

async function renderTab(main, name) {
    const tab = tabs.find((t) => t.name === name);
    const layout = pages.find((p) => p.name === (tab?.page ?? name));
    document.title = `${tab?.label ?? name} | Salesforce`;
    main.append(Object.assign(document.createElement('h1'), { className: 'slds-assistive-text', textContent: tab?.label ?? name }));
    page.pageReference = { type: 'standard__navItemPage', attributes: { apiName: name }, state: {} };
    if (tab?.component) return main.append(mount(`c-${tab.component.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, components[tab.component]));
    if (!layout) return main.append(Object.assign(document.createElement('h1'), { textContent: 'There is no such page' }));
    for (const region of layout.regions.filter((r) => !r.name.startsWith('Facet-'))) {
        for (const item of region.items) await renderItem(main, item, { regions: layout.regions });
    }
}

listenForToasts();
await show();
document.documentElement.dataset.ready = 'true';
