import type { WireFields } from './order.ts';

/** A person at a customer, as the ERP keeps one. */
export interface Contact {
  company: string;
  number: string;
  name: string;
  email: string | null;
}

/** What tells whether an ERP contact is the one that is meant: its number where it is known, else its e-mail, else its exact name. */
export interface ContactIdentity {
  number: string | null;
  email: string | null;
  name: string | null;
}

/** What a new ERP contact is made from. */
export interface ContactDraft {
  /** What the mapping makes of the Salesforce contact. */
  fields: WireFields;
}
