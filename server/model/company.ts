import * as z from 'zod';
import { currencyCode } from './parts.ts';

/** A legal entity: F&O dataAreaId (lower case), Business Central company id. */
export const company = z.object({ id: z.string(), name: z.string(), currency: currencyCode.nullable() });
export type Company = z.infer<typeof company>;
