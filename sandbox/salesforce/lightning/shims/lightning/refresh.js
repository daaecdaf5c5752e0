import { refreshWires } from 'page/wire';

export const RefreshEventName = 'lightning__refreshview';
export class RefreshEvent extends CustomEvent { constructor() { super(RefreshEventName, { bubbles: true, composed: true, cancelable: true }); } }

const handlers = new Map();
export const registerRefreshHandler = (element, handler) => { const id = Symbol('refresh'); handlers.set(id, handler.bind(element)); return id; };
export const unregisterRefreshHandler = (id) => { handlers.delete(id); };
export const registerRefreshContainer = () => Symbol('refresh container');
export const unregisterRefreshContainer = () => {};

/** Standard components first, then whoever registered: the order of RefreshView. */
addEventListener(RefreshEventName, async () => {
    await refreshWires();
    await Promise.all([...handlers.values()].map((handler) => handler()));
});
