import type * as z from 'zod';
import type { OrderCheck } from '../contract/check.ts';
import type { readAvailability, readPrices } from '../contract/prices.ts';

/** What stands behind the flight check and the live prices. */
export interface CheckServices {
  checkOrder(orgId: string, opportunityId: string, requestId: string): Promise<OrderCheck>;
  readPrices(orgId: string, body: z.output<typeof readPrices.body>, requestId: string): Promise<z.input<typeof readPrices.reply>>;
  readAvailability(orgId: string, body: z.output<typeof readAvailability.body>, requestId: string): Promise<z.input<typeof readAvailability.reply>>;
}
