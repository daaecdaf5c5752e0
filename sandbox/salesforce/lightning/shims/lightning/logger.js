import { record } from 'page/runtime';
export const log = (message) => { record({ logger: message }); };
