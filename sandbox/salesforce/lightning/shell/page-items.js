import { createElement } from 'lwc';
import DetailPanel from 'force/detailPanel';
import HighlightsPanel from 'force/highlightsPanel';
import RelatedListSingleContainer from 'force/relatedListSingleContainer';
import { fetchRecord, findField } from 'page/records';
import { hasPermission } from 'page/runtime';
import { components } from 'virtual:pages';
import PathAssistant from 'runtime_sales_pathassistant/pathAssistant';
import { renderTabset } from './tabset.js';

const STANDARD = {
    'force:highlightsPanel': ['force-highlights-panel', HighlightsPanel],
    'force:detailPanel': ['force-detail-panel', DetailPanel],
    'force:relatedListSingleContainer': ['force-related-list-single-container', RelatedListSingleContainer],
    'runtime_sales_pathassistant:pathAssistant': ['runtimesalespathassistant-path-assistant', PathAssistant],
};
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Mounts one component of a page; what is neither ours nor a stand-in is left out, and said so in the log. */
export async function renderItem(target, item, context) {
    if (item.visibility && !(await isVisible(item.visibility, context))) return;
    if (item.component === 'flexipage:tabset') return renderTabset(target, item, context, renderItem);
    const name = item.component.replace(/^\w+:(?=[a-z]\w*$)/, (prefix) => (STANDARD[item.component] ? prefix : ''));
    const [tag, constructor] = STANDARD[item.component] ?? [`c-${kebab(name)}`, components[name]];
    if (!constructor) return console.info(`Not simulated: ${item.component}`);
    target.append(mount(tag, constructor, { ...item.properties, recordId: context.recordId, objectApiName: context.objectApiName }));
}

export function mount(tag, constructor, properties = {}) {
    const element = createElement(tag, { is: constructor });
    for (const [key, value] of Object.entries(properties)) {
        if (key in element) element[key] = value === 'true' ? true : value === 'false' ? false : value;
    }
    element.classList.add('region-item');
    return element;
}

async function isVisible({ criteria, filter }, context) {
    const results = await Promise.all(criteria.map((rule) => holds(rule, context)));
    if (!filter || filter === '1 AND 2') return results.every(Boolean);
    // A filter such as "1 AND (2 OR 3)" holds only numbers, AND, OR and brackets.
    if (!/^[\d\s()]*((AND|OR)[\d\s()]*)*$/.test(filter)) throw new Error(`Visibility filter not understood: ${filter}`);
    return new Function('r', `return ${filter.replace(/\d+/g, (n) => `r[${n - 1}]`).replaceAll('AND', '&&').replaceAll('OR', '||')}`)(results);
}

async function holds({ left, operator, right }, context) {
    const value = await readExpression(left.replace(/^\{!|\}$/g, ''), context);
    switch (operator) {
        case 'EQUAL': return String(value ?? '') === right;
        case 'NE': return String(value ?? '') !== right;
        case 'CONTAINS': return String(value ?? '').includes(right);
        default: throw new Error(`Visibility operator ${operator} is not simulated`);
    }
}

async function readExpression(expression, { recordId, objectApiName }) {
    const permission = /^\$Permission\.CustomPermission\.(\w+)$/.exec(expression);
    if (permission) return Boolean(hasPermission(permission[1]));
    const field = /^Record\.([\w.]+)$/.exec(expression);
    if (!field) throw new Error(`Visibility of ${expression} is not simulated`);
    const record = await fetchRecord({ recordId, optionalFields: [`${objectApiName}.${field[1]}`] });
    return findField(record, field[1])?.value;
}
