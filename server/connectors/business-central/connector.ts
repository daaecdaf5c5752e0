import type { CallContext } from '../../net/http-client.ts';
import type { Connector, ErpReads } from '../connector.ts';
import { sameText } from '../same-text.ts';
import { readAvailability } from './availability.ts';
import { findByName, findByTaxId, readCustomer } from './customer.ts';
import { readFinance } from './finance.ts';
import { readInvoices } from './invoice.ts';
import { readProducts } from './item.ts';
import { readOpenOrders, readOrder, STEPS } from './order.ts';
import { readPayments } from './payment.ts';
import { probe } from './probe.ts';
import { openSession, textIs, type Session } from './session.ts';

/** Dynamics 365 Business Central over API v2.0. A company is given by id or by name. */
export const businessCentral: Connector = {
  erp: 'business-central',
  label: 'Dynamics 365 Business Central',
  without: { orderPush: 'sending orders to Business Central is not built yet; everything is read' },
  open(settings, send, clock) {
    return { reads: readsOf(openSession(settings, send, clock)), capabilities: { orderSteps: STEPS, atp: true } };
  },
};

function readsOf(session: Session): ErpReads {
  return {
    probe: (context) => probe(session, context),
    companies: (context) => session.companies.list(context),
    customer: (company, number, context) => readCustomer(session, company, number, context),
    customersByTaxId: (company, taxId, context) => findByTaxId(session, company, taxId, context),
    customersByName: (company, name, country, context) => findByName(session, company, name, country, context),
    finance: (company, customer, context) => readFinance(session, company, customer, context),
    invoices: (company, customer, sort, page, context) => readInvoices(session, company, customer, sort, page, context),
    payments: (company, customer, page, context) => readPayments(session, company, customer, page, context),
    openOrders: (company, customer, page, context) => readOpenOrders(session, company, customer, page, context),
    order: (company, number, context) => readOrder(session, company, number, context),
    products: (company, itemNumbers, context) => readProducts(session, company, itemNumbers, context),
    availability: (company, items, context) => readAvailability(session, company, items, context),
    knowsCurrency: (company, currency, context) => knowsCurrency(session, company, currency, context),
  };
}

/** The local currency is known without standing in the list. */
async function knowsCurrency(session: Session, company: string, code: string, context: CallContext): Promise<boolean> {
  const local = await session.companies.currencyOf(company, context);
  if (local !== null && sameText(local, code)) return true;
  return (await session.read(company, 'currencies', { filter: textIs('code', code), select: ['code'], top: 1 }, 'read currency', context)).rows.length > 0;
}
