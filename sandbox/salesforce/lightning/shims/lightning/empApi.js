// Platform events do not reach this page from the org; a test may fire one with lightningPage.publishEvent.
import { page } from 'page/runtime';

const subscriptions = new Set();
page.publishEvent ??= (channel, payload, replayId = Date.now()) => {
    for (const s of subscriptions) if (s.channel === channel) s.callback({ channel, data: { payload, event: { replayId } } });
};
export const subscribe = async (channel, replayId, callback) => { const s = { id: subscriptions.size + 1, channel, replayId, callback }; subscriptions.add(s); return s; };
export const unsubscribe = async (subscription, callback) => { subscriptions.delete(subscription); callback?.({ subscription: subscription?.channel, successful: true }); };
export const onError = () => {};
export const setDebugFlag = () => {};
export const isEmpEnabled = async () => true;
