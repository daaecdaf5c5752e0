import type { Contact, ContactIdentity } from '../model/contact.ts';
import { sameText } from './same-text.ts';

const byNumber = (a: Contact, b: Contact): number => (a.number < b.number ? -1 : 1);

/** Of the contacts of one customer those that are meant, by number: all with the e-mail, else all with the name; compared without case. */
export function sameContacts(contacts: readonly Contact[], { email, name }: ContactIdentity): Contact[] {
  const withEmail = email === null ? [] : contacts.filter((contact) => contact.email !== null && sameText(contact.email, email));
  const found = withEmail.length > 0 || name === null ? withEmail : contacts.filter((contact) => sameText(contact.name, name));
  return found.sort(byNumber);
}
