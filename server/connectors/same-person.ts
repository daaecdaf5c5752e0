import type { PersonIdentity } from '../model/customer.ts';
import { sameCountry } from './countries.ts';
import { sameText } from './same-text.ts';

/** The names under which an ERP may have a person: some keep only the first and the last. */
export const namesOf = ({ name, firstName, lastName }: PersonIdentity): string[] => [...new Set([name, [firstName, lastName].filter((part) => part !== null).join(' ')])];

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && !sameText(a, b);

/** Many people share a name: one is the same unless something that both sides know says otherwise. */
export function isSamePerson(person: PersonIdentity, found: { name: string; country: string | null; email: string | null; postalCode: string | null }): boolean {
  if (found.country === null || !sameCountry(found.country, person.country)) return false;
  return namesOf(person).some((name) => sameText(name, found.name)) && !differ(person.email, found.email) && !differ(person.postalCode, found.postalCode);
}
