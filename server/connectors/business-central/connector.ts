import type { CallContext } from '../../net/http-client.ts';
import { PAYMENT_STATES } from '../../model/payment.ts';
import { wordsOf } from '../../kernel/words.ts';
import type { Connector, ErpReads } from '../connector.ts';
import { readLookUp } from '../look-up.ts';
import { sameText } from '../same-text.ts';
import { readAvailability } from './availability.ts';
import { createContacts } from './contact.ts';
import { findByName, findByTaxId, findPerson, readCustomer } from './customer.ts';
import { readFinance } from './finance.ts';
import { readInvoiceDetail } from './invoice-detail.ts';
import { readInvoices } from './invoice.ts';
import { readProducts } from './item.ts';
import { readWarehouses } from './location.ts';
import { createOrderPush } from './order-push.ts';
import { STEPS } from './order-row.ts';
import { readOrder, readOrderList, readOrderProgress } from './order.ts';
import { readOrderSetup } from './order-setup.ts';
import { readPayments } from './payment.ts';
import { readPrices } from './price.ts';
import { probe } from './probe.ts';
import { openSession, textIs, type Session } from './session.ts';

/** Sales lines keep the discount as an amount that is rounded on its own (table Sales Line, field 27, in the application's source). */
const ROUNDING = wordsOf('check.rounding-business-central');

/** Dynamics 365 Business Central over API v2.0. A company is given by id or by name. */
export const businessCentral: Connector = {
  erp: 'business-central',
  label: 'Dynamics 365 Business Central',
  mostAtOnce: 5, // business-central.md §3
  without: {
    'invoices.credit': 'Credit memos are a set of their own, without what is still open of them.',
    'invoices.inCompany': 'Invoices come in the document\'s currency only.',
    'orders.closed': 'An order is gone once its last quantity is invoiced; its invoices remain.',
  },
  open(settings, send, clock) {
    const session = openSession(settings, send, clock);
    return { reads: readsOf(session), capabilities: { orderSteps: STEPS, lists: { invoices: ['all', 'open', 'overdue', 'paid'], payments: PAYMENT_STATES, orders: ['open'] }, atp: true, rounding: ROUNDING, percentRounding: 'rounded', orderPush: createOrderPush(session), contacts: createContacts(session) } };
  },
};

function readsOf(session: Session): ErpReads {
  return {
    probe: (context) => probe(session, context),
    companies: (context) => session.companies.list(context),
    customer: (company, number, context) => readCustomer(session, company, number, context),
    customersByTaxId: (company, taxId, context) => findByTaxId(session, company, taxId, context),
    customersByName: (company, name, country, context) => findByName(session, company, name, country, context),
    customersByPerson: (company, person, context) => findPerson(session, company, person, context),
    finance: (company, customer, context) => readFinance(session, company, customer, context),
    invoices: (company, customer, sort, page, context) => readInvoices(session, company, customer, sort, page, context),
    invoiceDetail: (company, customer, number, context) => readInvoiceDetail(session, company, customer, number, context),
    payments: (company, customer, page, context) => readPayments(session, company, customer, page, context),
    orders: (company, customer, page, context) => readOrderList(session, company, customer, page, context),
    order: (company, number, context) => readOrder(session, company, number, context),
    orderProgress: (company, number, context) => readOrderProgress(session, company, number, context),
    products: (company, itemNumbers, context) => readProducts(session, company, itemNumbers, context),
    availability: (company, items, context) => readAvailability(session, company, items, context),
    warehouses: (company, context) => readWarehouses(session, company, context),
    knowsCurrency: (company, currency, context) => knowsCurrency(session, company, currency, context),
    prices: (company, question, context) => readPrices(session, company, question, context),
    lookUp: (company, look, context) => readLookUp(look, textIs(look.by, look.value), (query) => session.read(company, look.set, query, 'look up value', context)),
    metadata: (context) => session.metadata(context),
    orderSetup: (company, question, context) => readOrderSetup(session, company, question, context),
  };
}

/** The local currency is known without standing in the list. */
async function knowsCurrency(session: Session, company: string, code: string, context: CallContext): Promise<boolean> {
  const local = await session.companies.currencyOf(company, context);
  if (local !== null && sameText(local, code)) return true;
  return (await session.read(company, 'currencies', { filter: textIs('code', code), select: ['code'], top: 1 }, 'read currency', context)).rows.length > 0;
}
