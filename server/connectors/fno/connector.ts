import { INVOICE_STATES } from '../../model/invoice.ts';
import { ORDER_STATES, ORDER_STEPS } from '../../model/order.ts';
import { PAYMENT_STATES } from '../../model/payment.ts';
import type { CallContext } from '../../net/http-client.ts';
import { wordsOf } from '../../kernel/words.ts';
import type { Connector, ErpReads } from '../connector.ts';
import { readLookUp } from '../look-up.ts';
import { and } from '../odata/filter.ts';
import { readAvailability } from './availability.ts';
import { createContacts } from './contact.ts';
import { createCurrencyCache, knowsCurrency, readCompanies } from './company.ts';
import { findByName, findByTaxId, findPerson, readCustomer } from './customer.ts';
import { readFinance } from './finance.ts';
import { readInvoiceDetail } from './invoice-detail.ts';
import { readInvoices } from './invoice.ts';
import { createOrderPush } from './order-push.ts';
import { readOrderSetup } from './order-setup.ts';
import { readOrderProgress } from './order-invoices.ts';
import { readOrder, readOrderList } from './order.ts';
import { readPayments } from './payment.ts';
import { readPrices } from './price.ts';
import { probe } from './probe.ts';
import { readProducts } from './product.ts';
import { inCompany, openSession, textIs, type Session } from './session.ts';
import { readWarehouses } from './warehouse.ts';

/** The default rounding rule of F&O's currencies; one that was set coarser there rounds further. */
const ROUNDING = wordsOf('check.rounding');

/** Dynamics 365 Finance & Supply Chain Management over its OData data entities. */
export const fno: Connector = {
  erp: 'fno',
  label: 'Dynamics 365 Finance & Supply Chain',
  without: {},
  open(settings, send, clock) {
    const session = openSession(settings, send, clock);
    return { reads: readsOf(session), capabilities: { orderSteps: ORDER_STEPS, lists: { invoices: INVOICE_STATES, payments: PAYMENT_STATES, orders: ORDER_STATES }, atp: true, rounding: ROUNDING, orderPush: createOrderPush(session), contacts: createContacts(session) } };
  },
};

function readsOf(session: Session): ErpReads {
  const currencyOf = createCurrencyCache(session);
  /** An amount more is no reason to lose the list. */
  const currencyIfKnown = (company: string, context: CallContext): Promise<string | null> => currencyOf(company, context).catch(() => null);
  return {
    probe: (context) => probe(session, context),
    companies: (context) => readCompanies(session, context),
    customer: (company, number, context) => readCustomer(session, company, number, context),
    customersByTaxId: (company, taxId, context) => findByTaxId(session, company, taxId, context),
    customersByName: (company, name, country, context) => findByName(session, company, name, country, context),
    customersByPerson: (company, person, context) => findPerson(session, company, person, context),
    finance: (company, customer, context) => readFinance(session, company, customer, currencyOf, context),
    invoices: (company, customer, sort, page, context) => readInvoices(session, { company, customer, sort, ...page }, currencyIfKnown(company, context), context),
    invoiceDetail: (company, customer, number, context) => readInvoiceDetail(session, { company, customer, number }, context),
    payments: (company, customer, page, context) => readPayments(session, { company, customer, ...page }, currencyIfKnown(company, context), context),
    orders: (company, customer, page, context) => readOrderList(session, company, customer, page, context),
    order: (company, number, context) => readOrder(session, company, number, context),
    orderProgress: (company, number, context) => readOrderProgress(session, company, number, context),
    products: (company, itemNumbers, context) => readProducts(session, company, itemNumbers, context),
    availability: (company, items, context) => readAvailability(session, company, items, context),
    warehouses: (company, context) => readWarehouses(session, company, context),
    knowsCurrency: (_company, currency, context) => knowsCurrency(session, currency, context),
    prices: (company, question, context) => readPrices(session, company, question, currencyOf(company, context), context),
    lookUp: (company, look, context) => readLookUp(look, textIs(look.by, look.value), (query) => session.odata.read(look.set, { ...query, filter: and(inCompany(company), query.filter) }, { step: 'look up value', context })),
    metadata: (context) => session.odata.metadata(context),
    orderSetup: (company, question, context) => readOrderSetup(session, company, question, currencyOf(company, context), context),
  };
}
