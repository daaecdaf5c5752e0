/*
 * What every component test needs. Import it before the component: it gives the components the package's own labels, and stands in
 * for the Apex of the panels.
 */
import fs from 'node:fs';
import path from 'node:path';
import { createElement } from 'lwc';

const LABELS = path.resolve(__dirname, '../../force-app/main/core/labels/CustomLabels.labels-meta.xml');
const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const say = (name, value) => jest.doMock(`@salesforce/label/c.${name}`, () => ({ default: unescape(value) }), { virtual: true });
for (const [, name, value] of fs.readFileSync(LABELS, 'utf8').matchAll(/<fullName>(\w+)<\/fullName>[^]*?<value>([^<]*)<\/value>/g)) {
    say(name, value);
}

/** The labels in German; to be called before the component is imported. */
export function sayInGerman() {
    const german = path.resolve(__dirname, '../../force-app/main/core/translations/de.translation-meta.xml');
    for (const [, value, name] of fs.readFileSync(german, 'utf8').matchAll(/<customLabels>\s*<label>([^<]*)<\/label>\s*<name>(\w+)<\/name>/g)) {
        say(name, value);
    }
}

export const readAccount = jest.fn();
export const readOpportunity = jest.fn();
export const readProduct = jest.fn();
export const checkOrder = jest.fn();
export const sendOrder = jest.fn();
export const releaseOrder = jest.fn();
export const refuseOrder = jest.fn();
export const readCertificate = jest.fn();
const apex = {
    'CrossledgerPanelController.readAccount': readAccount,
    'CrossledgerPanelController.readOpportunity': readOpportunity,
    'CrossledgerPanelController.readProduct': readProduct,
    'CrossledgerOrderController.check': checkOrder,
    'CrossledgerOrderController.send': sendOrder,
    'CrossledgerOrderController.release': releaseOrder,
    'CrossledgerOrderController.refuse': refuseOrder,
    'CrossledgerOrderController.certificate': readCertificate
};
for (const [name, method] of Object.entries(apex)) {
    jest.doMock(`@salesforce/apex/${name}`, () => ({ default: method }), { virtual: true });
}

/** Stands in for other methods of a controller, by name; to be called before the component is imported. */
export function mockApex(controller, ...names) {
    const methods = Object.fromEntries(names.map((name) => [name, jest.fn()]));
    names.forEach((name) => jest.doMock(`@salesforce/apex/${controller}.${name}`, () => ({ default: methods[name] }), { virtual: true }));
    return methods;
}

/** What the user may do; to be called before the component is imported. */
export const grant = (...names) => setPermissions(names, true);
/** Components find an absent permission as undefined. */
export const deny = (...names) => setPermissions(names, undefined);
function setPermissions(names, granted) {
    names.forEach((name) => jest.doMock(`@salesforce/customPermission/${name}`, () => ({ __esModule: true, default: granted }), { virtual: true }));
}

export const ACCOUNT_ID = '001000000000001AAA';
export const DEAL_ID = '006000000000001AAA';
/** Half past nine in the zone of the tests, on the day of the tests. */
export const NOW = '2026-11-20T17:30:00.000Z';

export const live = (data, asOf = NOW) => ({ state: 'live', asOf, data, problem: null });
export const stale = (data, asOf = '2026-11-20T17:12:00.000Z') => ({ state: 'stale', asOf, data, problem: null });
export const PROBLEM = {
    code: 'erp.unavailable',
    title: 'The ERP does not answer (timeout).',
    next: 'Nothing is lost; it is tried again by itself.',
    fixer: 'nobody',
    requestId: 'request-7'
};
export const failed = (problem = PROBLEM) => ({ state: 'error', asOf: null, data: null, problem });
export const reply = (parts) => JSON.stringify({ connection: 'fno-us', company: 'usmf', parts });
/** As the platform hands over an AuraHandledException. */
export const refusal = (problem) => ({ ok: false, status: 500, body: { message: JSON.stringify(problem) } });
export const pageOf = (rows, total = rows.length, skip = 0) => ({ rows, total, skip, pageSize: 25 });

/** Puts the component onto the page and lets the tick pass in which the panels collect what they ask for. */
export async function mount(tag, is, props = {}) {
    const element = createElement(tag, { is });
    Object.assign(element, props);
    document.body.appendChild(element);
    await pass(0);
    return element;
}

/** Lets this much time pass, with everything that was promised in it. */
export const pass = (ms) => jest.advanceTimersByTimeAsync(ms);

/** Everything inside, in the shadow of the component's own children too. */
export function findAll(root, selector) {
    const found = [...(root.shadowRoot ?? root).querySelectorAll(selector)];
    const inner = [...(root.shadowRoot ?? root).querySelectorAll('*')].filter((child) => child.shadowRoot);
    return [...found, ...inner.flatMap((child) => findAll(child, selector))];
}
export const find = (root, selector) => findAll(root, selector)[0];

/** The words on the page, those of children and the labels of base components included. */
export function words(root) {
    const own = [...(root.shadowRoot ?? root).querySelectorAll('*')].map((node) => {
        const text = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.textContent);
        return [...text, node.label, node.title, node.heading, node.shadowRoot ? words(node) : ''].filter((word) => typeof word === 'string').join(' ');
    });
    return own.join(' ').replace(/\s+/g, ' ');
}

let isTimeOurs = false;

/** For `toBeAccessible`: axe waits in real time. The body stands for every component that the test put onto the page. */
export function inRealTime(element) {
    jest.useRealTimers();
    isTimeOurs = false;
    return element;
}

/** Time stands still at NOW; the page is empty afterwards. */
export function setUpPage() {
    beforeEach(() => {
        jest.useFakeTimers({ now: new Date(NOW) });
        isTimeOurs = true;
        Object.values(apex).forEach((method) => method.mockReset());
    });
    afterEach(async () => {
        if (isTimeOurs) {
            await pass(0); // what was asked for last is still to be sent
        }
        while (document.body.firstChild) {
            document.body.firstChild.remove();
        }
        jest.useRealTimers();
    });
}
