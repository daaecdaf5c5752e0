import * as z from 'zod';
import type { WireFields } from './order.ts';

/** `orders`: no new orders; `all`: nothing at all; `other`: a hold that does not stop orders, in the ERP's own word. */
export const customerHold = z.enum(['none', 'orders', 'all', 'other']);

export const customer = z.object({
  company: z.string(),
  number: z.string(),
  name: z.string(),
  currency: z.string().nullable(),
  taxId: z.string().nullable(),
  /** As the ERP writes it: F&O three letters (USA), Business Central two (US). */
  country: z.string().nullable(),
  hold: customerHold,
  /** The ERP's own word for the hold. */
  holdWord: z.string().nullable(),
  /** Who is invoiced for this customer, where that is another one. */
  invoiceAccount: z.string().nullish(),
  /** The party that contacts are tied to, where the ERP has one. */
  partyNumber: z.string().nullish(),
});
export type Customer = z.infer<typeof customer>;

/** A person among customers, and what tells two of one name apart. */
export interface PersonIdentity {
  /** In full, as the customer is called. */
  name: string;
  firstName: string | null;
  lastName: string;
  /** ISO 3166 alpha-2. */
  country: string;
  email: string | null;
  postalCode: string | null;
}

/** What a new ERP customer is made from; absent fields are left to the ERP's defaults. */
export interface CustomerDraft {
  name: string;
  taxId: string | null;
  /** ISO 3166 alpha-2. */
  country: string;
  street: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  phone: string | null;
  website: string | null;
  currency: string;
  /** Idempotency reference of the create, where the ERP has a field for it. */
  reference: string;
  /** What the mapping makes of the account. */
  fields: WireFields;
}
