// What the platform supplies at run time. The vendor bundle carries a second copy of this file, so state lives on the global object.
const page = (globalThis.lightningPage ??= { log: [], ...readBootstrap() });

function readBootstrap() {
    const element = document.getElementById('page-bootstrap');
    return element ? JSON.parse(element.textContent) : { user: { customPermissions: [] }, users: [], namespace: '' };
}

export { page };
export const record = (entry) => { page.log.push({ at: Date.now(), ...entry }); };

export const user = { Id: page.user.id, isGuest: false };

/** True or undefined, as the platform's own modules are. */
export function hasPermission(name) {
    const held = page.user.customPermissions;
    const full = page.namespace ? `${page.namespace}__${name.replace(`${page.namespace}__`, '')}` : name;
    return held.includes(name) || held.includes(full) || undefined;
}
/** Standard permissions follow the profile: the administrator has them all. */
export const hasUserPermission = () => (page.user.alias === 'admin' ? true : undefined);

/** A label in the user's language; a language without a translation shows the label's own text. */
export const inLanguage = (text, translations) => translations[page.user.language] ?? text;

const locale = (page.user.locale ?? 'en_US').replaceAll('_', '-');
const numberPart = (type) => new Intl.NumberFormat(locale).formatToParts(1234567.5).find((part) => part.type === type)?.value;
export const internationalization = {
    locale,
    lang: (page.user.language ?? 'en_US').replaceAll('_', '-'),
    dir: 'ltr',
    currency: 'USD',
    timeZone: page.user.timeZone,
    'number.decimalSeparator': numberPart('decimal'),
    'number.groupingSeparator': numberPart('group'),
};
export const formFactor = globalThis.innerWidth < 600 ? 'Small' : 'Large';
