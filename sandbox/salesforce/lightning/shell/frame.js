import { page } from 'page/runtime';
import { NAVIGATION } from 'page/layouts';
import { say } from 'page/words';
import { apps, tabs as customTabs } from 'virtual:pages';
import { escapeHtml, fromHtml, icon } from './dom.js';

const initials = (name) => name.split(/\s+/).map((part) => part[0]).join('').slice(0, 2).toUpperCase();
const ROLES = { rep: 'Sales rep', 'rep-de': 'Sales rep in German', plain: 'User without permission sets', admin: 'Administrator' };

/** The app that a tab belongs to, with its own tabs; everything else stands in Sales. */
function appOf(current) {
    const app = apps.find(({ tabs }) => tabs.includes(current));
    if (app) {
        const labelOf = (name) => customTabs.find((tab) => tab.name === name)?.label ?? name;
        return { name: app.label, tabs: app.tabs.map((name) => ({ label: labelOf(name), url: `/lightning/n/${name}`, here: name === current })) };
    }
    const objects = NAVIGATION.map(({ object, label }) => ({ label: say(label), url: `/lightning/o/${object}/list`, here: object === current }));
    return { name: say('Sales'), tabs: [{ label: say('Home'), url: '/lightning/page/home', here: current === 'home' }, ...objects] };
}

/** Header, navigation bar and an empty main element, which is returned. */
export function renderFrame(root, current) {
    const { name, tabs } = appOf(current);
    root.innerHTML = `<a class="skip" href="#main">Skip to main content</a>
<header><div class="slds-global-header_container"><div class="slds-global-header slds-grid slds-grid_align-spread">
  <div class="slds-global-header__item"><a class="mark" href="/lightning/page/home">${icon('utility', 'data_cloud', 'slds-icon')}<span class="slds-assistive-text">Home</span></a></div>
  <div class="slds-global-header__item user-menu"></div>
</div></div>
<div class="slds-context-bar">
  <div class="slds-context-bar__primary"><div class="slds-context-bar__item slds-no-hover"><span class="slds-context-bar__label-action slds-context-bar__app-name"><span class="slds-truncate">${escapeHtml(name)}</span></span></div></div>
  <nav class="slds-context-bar__secondary" aria-label="${escapeHtml(name)}"><ul class="slds-grid">
    ${tabs.map((tab) => `<li class="slds-context-bar__item${tab.here ? ' slds-is-active' : ''}"><a href="${tab.url}" class="slds-context-bar__label-action"${tab.here ? ' aria-current="page"' : ''}><span class="slds-truncate">${escapeHtml(tab.label)}</span></a></li>`).join('')}
  </ul></nav>
</div></header>
<main id="main" tabindex="-1"></main>`;
    root.querySelector('.user-menu').append(renderUserMenu());
    return root.querySelector('main');
}

function renderUserMenu() {
    const { name, alias } = page.user;
    const menu = fromHtml(`<div>
  <button class="slds-button slds-global-actions__avatar" type="button" aria-expanded="false" aria-controls="user-menu"><span class="slds-avatar slds-avatar_circle slds-avatar_medium"><span class="slds-avatar__initials slds-icon-standard-user">${escapeHtml(initials(name))}</span></span><span class="slds-assistive-text"> View profile: ${escapeHtml(name)}</span></button>
  <ul id="user-menu" class="user-menu__list" hidden><li><span><strong>${escapeHtml(name)}</strong><br>${escapeHtml(ROLES[alias] ?? alias)}</span></li>
    ${page.users.filter((other) => other !== alias).map((other) => `<li><a href="?user=${other}">Switch to ${escapeHtml((ROLES[other] ?? other).toLowerCase())}</a></li>`).join('')}</ul></div>`);
    const button = menu.querySelector('button');
    const list = menu.querySelector('ul');
    const show = (open) => { list.hidden = !open; button.setAttribute('aria-expanded', String(open)); };
    button.addEventListener('click', () => show(list.hidden));
    menu.addEventListener('keydown', (event) => { if (event.key === 'Escape') { show(false); button.focus(); } });
    document.addEventListener('click', (event) => { if (!menu.contains(event.target)) show(false); });
    return menu;
}
