import { say } from 'page/words';
import { escapeHtml, fromHtml } from './dom.js';

const TITLES = { 'Standard.Tab.detail': 'Details', 'Standard.Tab.relatedLists': 'Related', 'Standard.Tab.activity': 'Activity' };
let count = 0;

/** Tabs of a page: arrow keys move, a panel's components are mounted when it is shown first. */
export function renderTabset(target, item, context, renderItem) {
    const facet = (name) => context.regions.find((region) => region.name === name)?.items ?? [];
    const tabs = facet(item.properties.tabs);
    const id = `tabset-${(count += 1)}`;
    const box = fromHtml(`<div class="slds-tabs_card region-item"><div class="slds-tabs_default"><div class="slds-tabs_default__nav" role="tablist" aria-label="Record sections">
      ${tabs.map((tab, i) => `<div class="slds-tabs_default__item" role="presentation"><a class="slds-tabs_default__link" href="#${id}-${i}" role="tab" aria-controls="${id}-${i}" id="${id}-tab-${i}">${escapeHtml(say(TITLES[tab.properties.title] ?? tab.properties.title))}</a></div>`).join('')}</div>
      ${tabs.map((_, i) => `<div id="${id}-${i}" class="slds-tabs_default__content" role="tabpanel" aria-labelledby="${id}-tab-${i}"></div>`).join('')}</div></div>`);
    const links = [...box.querySelectorAll('[role=tab]')];
    const panels = [...box.querySelectorAll('[role=tabpanel]')];
    const mounted = new Set();
    const show = async (index) => {
        links.forEach((link, i) => {
            link.parentElement.classList.toggle('slds-is-active', i === index);
            link.setAttribute('aria-selected', String(i === index));
            link.tabIndex = i === index ? 0 : -1;
            panels[i].classList.toggle('slds-show', i === index);
            panels[i].classList.toggle('slds-hide', i !== index);
        });
        if (mounted.has(index)) return;
        mounted.add(index);
        for (const inner of facet(tabs[index].properties.body)) await renderItem(panels[index], inner, context);
    };
    links.forEach((link, i) => {
        link.addEventListener('click', (event) => { event.preventDefault(); show(i); });
        link.addEventListener('keydown', (event) => {
            const next = links[i + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? NaN)];
            if (!next) return;
            event.preventDefault();
            next.focus();
            next.click();
        });
    });
    target.append(box);
    return tabs.length ? show(Math.max(0, tabs.findIndex((tab) => tab.properties.active === 'true'))) : undefined;
}
