import type { ContactPort, Erp, ErpReads, OrderPushPort } from '../../server/connectors/connector.ts';
import { sameContacts } from '../../server/connectors/same-contact.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import { lineAmount, sum } from '../../server/kernel/money.ts';
import type { Contact } from '../../server/model/contact.ts';
import type { Customer } from '../../server/model/customer.ts';
import type { Order, OrderLine } from '../../server/model/order.ts';

/** What happens at the n-th call: the process dies before or after it, or the answer is lost and the write commits at once, late, or never. */
export type Mishap = 'die-before' | 'die-after' | 'lost' | 'lost-late' | 'lost-never';

export class Died extends Error {}

export interface FakeErp {
  erp: Erp;
  orders: Order[];
  customers: Customer[];
  calls: string[];
  /** Runs what was to commit late. */
  flush(): void;
}

/** `party`: the customer that it belongs to. */
export type FakeContact = Contact & { party: string };

/** An ERP in memory behind the connector port, with one mishap. */
export function createFakeErp(plan: { at: number; mishap: Mishap } | null, lateAfterMs = 30): FakeErp & { contacts: FakeContact[]; write: <T>(name: string, work: () => T) => Promise<T> } {
  const orders: Order[] = [];
  const contacts: FakeContact[] = [];
  const customers: Customer[] = [{ company: 'usmf', number: 'C-1', name: 'Contoso', currency: 'USD', taxId: null, country: 'US', hold: 'none', holdWord: null, partyNumber: 'P-1' }];
  const calls: string[] = [];
  const late: { dueAt: number; work: () => void }[] = [];
  /** By the clock, not by a timer: a busy event loop must not make what is late later still. */
  const commitLate = (until: number): void => late.splice(0, late.findLastIndex((one) => one.dueAt <= until) + 1).forEach((one) => one.work());

  const call = async <T>(name: string, isWrite: boolean, work: () => T): Promise<T> => {
    commitLate(Date.now());
    const index = calls.push(name) - 1;
    if (plan === null || index !== plan.at) return work();
    if (plan.mishap === 'die-before') throw new Died();
    if (plan.mishap === 'die-after') {
      work();
      throw new Died();
    }
    if (!isWrite) throw new CrossledgerError('erp.unavailable', { problem: 'connection reset' });
    if (plan.mishap === 'lost') work();
    if (plan.mishap === 'lost-late') late.push({ dueAt: Date.now() + lateAfterMs, work });
    throw new CrossledgerError('erp.unknown-outcome', { step: name }, { outcome: 'unknown' });
  };

  const find = (number: string): Order | undefined => orders.find((order) => order.number === number);
  const reads: Partial<ErpReads> = {
    customer: (_company, number) => call('customer', false, () => customers.find((customer) => customer.number === number) ?? null),
    customersByTaxId: () => call('customers by tax id', false, () => []),
    customersByName: (_company, name) => call('customers by name', false, () => customers.filter((customer) => customer.name === name)),
    customersByPerson: (_company, { name }) => call('customers by name', false, () => customers.filter((customer) => customer.name === name)),
    products: (company, items) => call('products', false, () => items.map((itemNumber) => ({ company, itemNumber, name: itemNumber, unit: 'ea', price: '1', sellable: true }))),
    knowsCurrency: () => call('currency', false, () => true),
    order: (_company, number) => call('order', false, () => find(number) ?? null),
    orderProgress: (_company, number) => call('order', false, () => find(number) ?? null),
  };
  const push: OrderPushPort = {
    releases: true,
    createCustomer: (company, draft) => call('create customer', true, () => {
      const customer: Customer = { company, number: `C-${customers.length + 1}`, name: draft.name, currency: draft.currency, taxId: draft.taxId, country: draft.country, hold: 'none', holdWord: null, partyNumber: `P-${customers.length + 1}` };
      customers.push(customer);
      return customer;
    }),
    ordersByKey: (_company, key) => call('orders by key', false, () => orders.filter((order) => order.reference?.toUpperCase() === key.toUpperCase())),
    createHeader: (draft) => call('create header', true, () => {
      const number = `SO-${orders.length + 1}`;
      orders.push({ company: draft.company, number, customerNumber: draft.customerNumber, currency: draft.currency, status: 'open', steps: [], cancelled: false, held: true, lines: [], total: null, createdAt: null, requestedDate: null, reference: draft.key, customerPurchaseOrder: null, link: null });
      return { number };
    }),
    addLines: (_company, number, lines) => call('add lines', true, () => {
      const order = find(number);
      if (order === undefined) throw new Error('no such order');
      const added: OrderLine[] = lines.map((line) => ({ ...line, unit: 'ea', unitPrice: line.unitPrice ?? '1', amount: lineAmount(line.quantity, line.unitPrice ?? '1', line.discountPercent, 'USD') }));
      order.lines = [...order.lines, ...added];
      order.total = sum(order.lines.map((line) => line.amount));
    }),
    cancel: (_company, number) => call('cancel', true, () => {
      orders.splice(orders.findIndex((order) => order.number === number), 1);
    }),
    release: (_company, number) => call('release', true, () => {
      const order = find(number);
      if (order !== undefined) order.held = false;
    }),
  };
  const people: ContactPort = {
    find: (_company, customer, identity) => call('contacts', false, () => {
      const known = contacts.filter((contact) => contact.number === identity.number);
      return known.length > 0 ? known : sameContacts(contacts.filter((contact) => contact.party === customer.partyNumber), identity);
    }),
    knownBy: ({ fields }) => ({ number: null, email: textOf(fields['PrimaryEmailAddress']), name: textOf([fields['FirstName'], fields['LastName']].join(' ').trim()) }),
    create: (company, { fields }) => call('create contact', true, () => {
      const contact = { company, number: `CP-${contacts.length + 1}`, name: [fields['FirstName'], fields['LastName']].join(' ').trim(), email: textOf(fields['PrimaryEmailAddress']), party: String(fields['AssociatedPartyNumber']) };
      contacts.push(contact);
      return contact;
    }),
    plannedCreate: async (_company, { fields }) => ({ step: 'create contact', method: 'POST', path: 'contacts', body: { ...fields } }),
  };
  return { contacts, erp: { reads: reads as ErpReads, capabilities: { orderSteps: ['created'], lists: { invoices: [], payments: [], orders: [] }, atp: false, orderPush: push, contacts: people } }, orders, customers, calls, write: (name, work) => call(name, true, work), flush: () => commitLate(Infinity) };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
