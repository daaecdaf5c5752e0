import * as z from 'zod';

export const salesforceId = z.string().regex(/^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/, 'a Salesforce id of 15 or 18 characters');
export const connectionName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and dashes, at most 40');
/** F&O dataAreaId or Business Central company id. */
export const companyId = z.string().regex(/^[A-Za-z0-9 ._-]{1,60}$/, 'letters, digits, dot, dash, underscore, blank');
/** Goes into filters only through the literal encoder; control characters are refused here. */
// eslint-disable-next-line no-control-regex
export const erpKey = z.string().min(1).max(60).regex(/^[^\u0000-\u001f\u007f]*$/, 'no control characters');
export const orderKeyText = z.string().regex(/^[A-Za-z2-7]{16}$/, 'sixteen base32 characters');
