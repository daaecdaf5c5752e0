import { page, record } from 'page/runtime';

const channels = (page.channels ??= new Map());
const context = {};
export const APPLICATION_SCOPE = Symbol('APPLICATION_SCOPE');
export const createMessageContext = () => ({});
export const releaseMessageContext = () => {};
export class MessageContext { constructor(emit) { this.emit = emit; } connect() { this.emit(context); } update() {} disconnect() {} }
export const subscribe = (_context, channel, listener) => {
    const subscription = { channel, listener };
    if (!channels.has(channel)) channels.set(channel, new Set());
    channels.get(channel).add(subscription);
    return subscription;
};
export const unsubscribe = (subscription) => { channels.get(subscription?.channel)?.delete(subscription); };
export const publish = (_context, channel, message) => {
    record({ publish: channel, message });
    channels.get(channel)?.forEach((subscription) => subscription.listener(message));
};
