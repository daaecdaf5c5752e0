import { CUSTOMER_PLACEHOLDER, type PlannedRequest } from '../../connectors/connector.ts';
import type { ContactDraft } from '../../model/contact.ts';
import type { CustomerDraft } from '../../model/customer.ts';
import type { OrderDraft } from '../../model/order.ts';
import type { Product } from '../../model/product.ts';
import { orderPort } from '../context.ts';
import { draftOrder } from '../draft.ts';
import { mapCustomer, mapOrder } from '../map-order.ts';
import { mapRunOf, type CheckRun } from './ask.ts';
import type { Buyer } from './buyer.ts';
import { planContact } from './planned-contact.ts';

export interface Planned {
  draft: OrderDraft;
  newCustomer: CustomerDraft | null;
  newContact: ContactDraft | null;
}

/**
 * The order as sending would draft it, through the same mapping documents; a customer that does not exist yet stands as its placeholder.
 * Null when nobody can be ordered for. Throws what a mapping refuses.
 */
export async function planOrder(run: CheckRun, buyer: Buyer, products: readonly Product[]): Promise<Planned | null> {
  const customerNumber = buyer.customer?.number ?? (buyer.draft === null ? null : CUSTOMER_PLACEHOLDER);
  if (customerNumber === null) return null;
  const draft = draftOrder(run.deal, { key: run.key, company: run.place.company, customerNumber }, products);
  const contact = await planContact(run, buyer);
  const mapRun = { ...mapRunOf(run), contactNumber: contact.number };
  return { newContact: contact.draft, draft: await mapOrder(mapRun, draft, buyer.customer), newCustomer: buyer.draft === null ? null : await mapCustomer(mapRun, buyer.draft) };
}

/** The writes of that order; null where the connector does not tell them. Throws what the connector would refuse before it writes. */
export async function requestsFor(run: CheckRun, { draft, newCustomer, newContact }: Planned): Promise<PlannedRequest[] | null> {
  const port = orderPort(run.erp, run.place.connection.label);
  const requests = (await port.plannedRequests?.(draft, newCustomer, run.context)) ?? null;
  const contacts = run.erp.capabilities.contacts;
  if (requests === null || newContact === null || contacts === undefined) return requests;
  // Between its customer and its order.
  return requests.toSpliced(newCustomer === null ? 0 : 1, 0, await contacts.plannedCreate(draft.company, newContact, run.context));
}
