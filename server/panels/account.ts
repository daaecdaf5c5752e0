import type * as z from 'zod';
import type { AccountPanels, readAccountPanels } from '../contract/panels.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Erp } from '../connectors/connector.ts';
import { findPlace } from '../orders/place.ts';
import { PAGE_SIZE, READ_MS, type PanelsDeps } from './deps.ts';
import { livePart, type Part } from './live-part.ts';

export type AccountQuestion = z.infer<typeof readAccountPanels.query>;

/** All parts of one account page, asked of the ERP at the same time. */
export async function accountPanelsOf(deps: PanelsDeps, orgId: string, query: AccountQuestion, requestId: string): Promise<AccountPanels> {
  const place = await findPlace(deps.directory, orgId, { accountName: query.customer, connection: query.connection ?? null, company: query.company ?? null, country: query.country ?? null }, { fresh: false });
  const erp = await deps.directory.erp(orgId, place.connection.name);
  const context: CallContext = { lane: 'live', deadlineAt: deps.clock.now() + READ_MS, requestId };
  const questions = partsOf(erp, place.company, query, context);
  const ask = (name: keyof typeof questions): Promise<Part<unknown>> => {
    const { subject, read } = questions[name];
    const key = { orgId, connection: place.connection.name, company: place.company, part: name, subject };
    return livePart<unknown>(deps.clock, deps.kept, { key, keepDays: place.connection.keepDays, deadlineMs: place.connection.panelDeadlineMs, requestId, read });
  };
  const names = [...new Set(query.parts)];
  const answers = await Promise.all(names.map(async (name) => [name, await ask(name)] as const));
  return { connection: place.connection.name, company: place.company, parts: Object.fromEntries(answers) };
}

/** What each part asks, and what its answer is kept under. */
function partsOf(erp: Erp, company: string, query: AccountQuestion, context: CallContext) {
  const { customer } = query;
  const page = (skip: number) => ({ skip, pageSize: PAGE_SIZE });
  return {
    finance: { subject: customer, read: () => erp.reads.finance(company, customer, context) },
    invoices: { subject: `${customer}|${query.invoicesSort}|${query.invoicesSkip}`, read: () => erp.reads.invoices(company, customer, query.invoicesSort, page(query.invoicesSkip), context) },
    payments: { subject: `${customer}|${query.paymentsSkip}`, read: () => erp.reads.payments(company, customer, page(query.paymentsSkip), context) },
    orders: { subject: `${customer}|${query.ordersSkip}`, read: () => erp.reads.openOrders(company, customer, page(query.ordersSkip), context) },
  };
}
