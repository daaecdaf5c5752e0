import * as z from 'zod';
import { currencyCode, isoDate, isoInstant } from '../model/parts.ts';
import { price } from '../model/price.ts';
import { defineEndpoint } from './endpoint.ts';
import { companyId, connectionName, erpKey } from './names.ts';
import { shownStock } from './stock.ts';

/** Lines that one answer holds: as many as every ERP answers in one round of requests. */
export const LINES_PER_ANSWER = 20;
export const MAX_PRICED_LINES = 200;

const place = { connection: connectionName.optional(), company: companyId.optional(), country: z.string().max(80).optional() };
const quantity = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'a decimal number as text');
/** First line wanted: the caller asks again with `next` until it is null. */
const offset = z.int().min(0).max(MAX_PRICED_LINES).default(0);
const page = { connection: z.string(), company: z.string(), offset: z.int(), total: z.int(), next: z.int().nullable(), asOf: isoInstant };

export const readPrices = defineEndpoint({
  id: 'readPrices',
  method: 'POST',
  path: '/v1/prices',
  summary: 'Prices of up to 200 lines as the ERP has them now, 20 lines an answer',
  access: { kind: 'org' },
  body: z.strictObject({
    ...place,
    customer: erpKey.optional().describe('ERP customer number; absent: prices for no customer in particular'),
    currency: currencyCode,
    lines: z.array(z.strictObject({ itemNumber: erpKey, quantity, date: isoDate.optional(), unit: z.string().min(1).max(20).optional() })).min(1).max(MAX_PRICED_LINES),
    offset,
  }),
  reply: z.object({ ...page, rows: z.array(price) }),
});

export const readAvailability = defineEndpoint({
  id: 'readAvailability',
  method: 'POST',
  path: '/v1/availability',
  summary: 'Stock and promised dates of up to 200 lines as the ERP has them now, 20 lines an answer',
  access: { kind: 'org' },
  body: z.strictObject({ ...place, lines: z.array(z.strictObject({ itemNumber: erpKey, quantity })).min(1).max(MAX_PRICED_LINES), offset }),
  reply: z.object({ ...page, rows: z.array(shownStock) }),
});
