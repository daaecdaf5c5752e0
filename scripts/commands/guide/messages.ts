import { Messages } from '@salesforce/core';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
/** The words of `init`. */
export const messages = Messages.loadMessages('crossledger', 'init');
