import { record } from 'page/runtime';
import { navigate } from 'page/navigate';
import { escapeHtml, fromHtml, icon } from './dom.js';

const DISMISS_MS = 5000;
const THEMES = ['success', 'error', 'warning', 'info'];

/** Shows every ShowToastEvent of the page, as the platform's toast container does. */
export function listenForToasts() {
    const container = fromHtml('<div class="toasts" aria-live="polite"></div>');
    document.body.append(container);
    addEventListener('lightning__showtoast', ({ detail }) => {
        record({ toast: detail });
        container.append(renderToast(detail));
    });
}

function renderToast({ title, message, messageData, variant, mode }) {
    const theme = THEMES.includes(variant) ? variant : 'info';
    const toast = fromHtml(`<div class="slds-notify slds-notify_toast slds-theme_${theme}" role="${theme === 'error' ? 'alert' : 'status'}">
  <span class="slds-assistive-text">${theme}</span><span class="slds-icon_container slds-m-right_small slds-no-flex slds-align-top">${icon('utility', theme, 'slds-icon slds-icon_small')}</span>
  <div class="slds-notify__content"><h2 class="slds-text-heading_small">${escapeHtml(title)}</h2><p></p></div>
  <div class="slds-notify__close"><button type="button" class="slds-button slds-button_icon slds-button_icon-inverse">${icon('utility', 'close', 'slds-button__icon slds-button__icon_large')}<span class="slds-assistive-text">Close</span></button></div></div>`);
    toast.querySelector('p').append(...fillMessage(message, messageData));
    toast.querySelector('button').addEventListener('click', () => toast.remove());
    if (!['sticky', 'pester'].includes(mode)) setTimeout(() => toast.remove(), DISMISS_MS);
    return toast;
}

/** `{0}` stands for an entry of messageData: text, or { url, label } for a link. */
function fillMessage(message, data = []) {
    return String(message ?? '').split(/(\{\d+\})/).map((part) => {
        const entry = /^\{\d+\}$/.test(part) ? data[Number(part.slice(1, -1))] : undefined;
        if (entry === undefined) return part;
        if (typeof entry !== 'object') return String(entry);
        const link = Object.assign(document.createElement('a'), { href: entry.url, textContent: entry.label });
        link.addEventListener('click', (event) => { event.preventDefault(); navigate({ type: 'standard__webPage', attributes: { url: entry.url } }); });
        return link;
    });
}
