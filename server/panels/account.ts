import type * as z from 'zod';
import type { AccountPanels, readAccountPanels } from '../contract/panels.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Erp, ListRequest } from '../connectors/connector.ts';
import { day } from '../kernel/clock.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { InvoiceDetail } from '../model/invoice-detail.ts';
import type { Page } from '../model/parts.ts';
import { findPlace } from '../orders/place.ts';
import { READ_MS, type PanelsDeps } from './deps.ts';
import { livePart, type Part } from './live-part.ts';

export type AccountQuestion = z.infer<typeof readAccountPanels.query>;

/** All parts of one account page, asked of the ERP at the same time. */
export async function accountPanelsOf(deps: PanelsDeps, orgId: string, query: AccountQuestion, requestId: string): Promise<AccountPanels> {
  const place = await findPlace(deps.directory, orgId, { accountName: query.customer, connection: query.connection ?? null, company: query.company ?? null, country: query.country ?? null, countryHidden: query.countryHidden === 'yes' }, { fresh: false });
  const erp = await deps.directory.erp(orgId, place.connection.name);
  const context: CallContext = { lane: 'live', deadlineAt: deps.clock.now() + READ_MS, requestId };
  const questions = partsOf({ erp, company: place.company, now: deps.clock.now(), context }, query);
  const ask = (name: keyof typeof questions): Promise<Part<unknown>> => {
    const { subject, read } = questions[name];
    const key = { orgId, connection: place.connection.name, company: place.company, part: name, subject };
    return livePart<unknown>(deps.clock, deps.kept, { key, keepDays: place.connection.keepDays, deadlineMs: place.connection.panelDeadlineMs, requestId, read });
  };
  const names = [...new Set(query.parts)];
  const answers = await Promise.all(names.map(async (name) => [name, await ask(name)] as const));
  return { connection: place.connection.name, company: place.company, parts: Object.fromEntries(answers) };
}

interface Asking {
  erp: Erp;
  company: string;
  now: number;
  context: CallContext;
}

/** What each part asks, and what its answer is kept under. */
function partsOf(asking: Asking, query: AccountQuestion) {
  const { erp: { reads, capabilities: { lists } }, company, context } = asking;
  const { customer, invoicesSort: sort } = query;
  return {
    finance: { subject: customer, read: () => reads.finance(company, customer, context) },
    invoices: listPart(asking, lists.invoices, { customer, sort, state: query.invoicesState, days: query.invoicesDays, skip: query.invoicesSkip, top: query.invoicesTop }, (page) => reads.invoices(company, customer, sort, page, context)),
    invoice: { subject: `${customer}|${query.invoiceNumber ?? ''}`, read: async () => readInvoice(asking, customer, query.invoiceNumber) },
    payments: listPart(asking, lists.payments, { customer, state: query.paymentsState, days: query.paymentsDays, skip: query.paymentsSkip, top: query.paymentsTop }, (page) => reads.payments(company, customer, page, context)),
    orders: listPart(asking, lists.orders, { customer, state: query.ordersState, days: query.ordersDays, skip: query.ordersSkip, top: query.ordersTop }, (page) => reads.orders(company, customer, page, context)),
  };
}

function readInvoice({ erp, company, context }: Asking, customer: string, number: string | undefined): Promise<InvoiceDetail | null> {
  if (number === undefined) throw new CrossledgerError('request.invalid', { problem: 'part invoice needs invoiceNumber' });
  return erp.reads.invoiceDetail(company, customer, number, context);
}

interface ListQuestion<State> {
  customer: string;
  sort?: string;
  state: State;
  days: number | undefined;
  skip: number;
  top: number;
}

/** A list that this ERP cannot choose in that way is not read: other rows than those asked for would look right. */
function listPart<State extends string, Row>({ now }: Asking, states: readonly State[], question: ListQuestion<State>, read: (page: ListRequest<State>) => Promise<Page<Row>>) {
  const { customer, sort = '', state, days, skip, top } = question;
  return {
    subject: [customer, sort, state, days ?? '', skip, top].join('|'),
    read: async () => {
      if (!states.includes(state)) throw new CrossledgerError('erp.refused', { problem: `this ERP cannot choose rows by "${state}", only by ${states.join(', ')}.` });
      const from = days === undefined ? {} : { from: day(now - days * DAY_MS) };
      return { ...(await read({ skip, pageSize: top, state, ...from })), states: [...states] };
    },
  };
}

const DAY_MS = 86_400_000;
