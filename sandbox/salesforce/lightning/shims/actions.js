import { createElement } from 'lwc';
import { actions, components } from 'virtual:pages';
import { openDialog } from './dialog.js';
import { page } from './runtime.js';

/** Quick actions of an object that open a component. */
export const componentActions = (object) => actions.filter((action) => action.object === object || `${page.namespace}__${action.object}` === object);

/** A headless action runs its `invoke`; a screen action stands in a dialog until it asks to close. */
export function openAction(name, context) {
    const action = actions.find((a) => a.name === name);
    const tag = `c-${action.component.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const element = createElement(tag, { is: components[action.component] });
    Object.assign(element, context);
    if (!action.headless) return openDialog(element, action.label);
    element.hidden = true;
    document.body.append(element);
    return Promise.resolve(element.invoke()).finally(() => element.remove());
}
