import type { CallContext, Send } from '../net/http-client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Words } from '../kernel/words.ts';
import type { Availability } from '../model/availability.ts';
import type { Company } from '../model/company.ts';
import type { Contact, ContactDraft, ContactIdentity } from '../model/contact.ts';
import type { Customer, CustomerDraft, PersonIdentity } from '../model/customer.ts';
import type { Finance } from '../model/finance.ts';
import type { Invoice, InvoiceSort, InvoiceState } from '../model/invoice.ts';
import type { InvoiceDetail } from '../model/invoice-detail.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderState, OrderStep } from '../model/order.ts';
import type { Page } from '../model/parts.ts';
import type { Payment, PaymentState } from '../model/payment.ts';
import type { Price } from '../model/price.ts';
import type { Product } from '../model/product.ts';
import type { Warehouse } from '../model/warehouse.ts';

/** One configured ERP environment, secrets already resolved by the caller into `send` (which signs in). */
export interface ConnectionSettings {
  /** Unique over orgs: `<orgId>/<connection name>`. */
  id: string;
  baseUrl: string;
  defaultCompany: string;
  keyField: 'CustomersOrderReference' | 'CustomerRequisitionNumber' | 'externalDocumentNumber' | undefined;
  orderLinkTemplate: string | undefined;
  customerGroup: string | undefined;
  site: string | undefined;
  warehouse: string | undefined;
  /** `batch`: header and lines in one write, where the ERP can; `steps`, when absent: the header first, then the lines. */
  orderWrite?: 'batch' | 'steps' | undefined;
  /** What a company does differently, by its id in small letters. */
  companies?: Readonly<Record<string, CompanyDefaults>>;
}

export interface CompanyDefaults {
  customerGroup?: string | undefined;
  site?: string | undefined;
  warehouse?: string | undefined;
}

/** Group of new customers, site and warehouse for one company. */
export const defaultsOf = (settings: ConnectionSettings, company: string): CompanyDefaults => ({
  customerGroup: settings.customerGroup, site: settings.site, warehouse: settings.warehouse, ...settings.companies?.[company.toLowerCase()],
});

export interface ErpProbe {
  companies: Company[];
  /** Plain sentences about what this environment lacks or has. */
  findings: string[];
  /** Those of the findings without whose cure no order can be sent; absent: none. */
  blocking?: string[];
  /** Those that are no lack, only this ERP's way. */
  notes?: string[];
}

export interface PageRequest {
  skip: number;
  /** At most 200. */
  pageSize: number;
}

/** A page of a list, and of which rows. */
export interface ListRequest<State extends string> extends PageRequest {
  /** One of `lists`; absent: all, of orders the open ones. */
  state?: State;
  /** Rows of this day and later, by the document's own date; absent: all. */
  from?: string;
}

/** What rows of each list this ERP can be asked for; what is not among them stands in `without`. */
export interface Lists {
  invoices: readonly InvoiceState[];
  payments: readonly PaymentState[];
  orders: readonly OrderState[];
}

/** Asked quantity of an item, base unit. */
export interface ItemQuestion {
  itemNumber: string;
  quantity: string;
}

export interface PriceQuestion {
  /** Null: for no customer in particular. */
  customer: string | null;
  currency: string;
  lines: readonly PriceLine[];
}

export interface PriceLine {
  itemNumber: string;
  quantity: string;
  /** Day on which the price must hold; null is today. */
  date: string | null;
  /** Null: the item's sales unit. */
  unit: string | null;
}

export interface SetupQuestion {
  /** Null: a customer that does not exist yet. */
  customer: string | null;
  currency: string;
}

export interface SetupFact {
  subject: 'payment-terms' | 'delivery-mode' | 'tax-group' | 'site' | 'warehouse' | 'rate';
  state: 'valid' | 'invalid' | 'unknown';
  /** One sentence: what it is, and where it is set. */
  words: Words;
}

export interface OrderSetup {
  facts: SetupFact[];
  /** Worth of one unit of the order's currency in the company's currency, as of today; null where the ERP has none. */
  rate: { rate: string; companyCurrency: string } | null;
  /** Decimals that a quantity in this unit may have, by unit as the ERP writes it; null where this ERP keeps none. */
  unitDecimals: Readonly<Record<string, number>> | null;
}

/** What a connector can do beyond reading; absent means no. Code asks this, never the ERP's name. */
export interface Capabilities {
  /** Steps of an order that this ERP reports. */
  orderSteps: readonly OrderStep[];
  lists: Lists;
  /** Available to promise, not only on hand. */
  atp: boolean;
  /** How this ERP rounds the net total of an order, in words; the rule of `totalsOf`. */
  rounding?: Words;
  /** How a line's percentage is taken off, where it matters to the coin; absent: of the exact amount. */
  percentRounding?: 'exact' | 'rounded';
  /** Present when orders can be pushed. */
  orderPush?: OrderPushPort;
  /** Present when contacts of customers can be found and created. */
  contacts?: ContactPort;
}

/** One value of a set that the ERP holds: the row where `by` equals `value`, and of it the property `give`. */
export interface LookUp {
  set: string;
  by: string;
  give: string;
  value: string;
}

/** Live reads. Each takes the company explicitly; unknown records are null or empty, never an error. Amounts and dates as in `model/`. */
export interface ErpReads {
  probe(context: CallContext): Promise<ErpProbe>;
  companies(context: CallContext): Promise<Company[]>;
  customer(company: string, number: string, context: CallContext): Promise<Customer | null>;
  customersByTaxId(company: string, taxId: string, context: CallContext): Promise<Customer[]>;
  /** Exact name and ISO 3166 alpha-2 country, compared without case by the connector; `customer.several` when there are more than it reads. */
  customersByName(company: string, name: string, country: string, context: CallContext): Promise<Customer[]>;
  /** Customers that may be this person: of that name and country, and without an e-mail or a postal code that says otherwise; `customer.several` when there are more than it reads. */
  customersByPerson(company: string, person: PersonIdentity, context: CallContext): Promise<Customer[]>;
  finance(company: string, customer: string, context: CallContext): Promise<Finance | null>;
  invoices(company: string, customer: string, sort: InvoiceSort, page: ListRequest<InvoiceState>, context: CallContext): Promise<Page<Invoice>>;
  /** Null when this customer has no such invoice. */
  invoiceDetail(company: string, customer: string, number: string, context: CallContext): Promise<InvoiceDetail | null>;
  payments(company: string, customer: string, page: ListRequest<PaymentState>, context: CallContext): Promise<Page<Payment>>;
  /** Newest first. */
  orders(company: string, customer: string, page: ListRequest<OrderState>, context: CallContext): Promise<Page<Order>>;
  order(company: string, number: string, context: CallContext): Promise<Order | null>;
  /** The same, with what its shipments and invoices tell: dates, quantities, whether it is paid. Asks more only once there are any. */
  orderProgress(company: string, number: string, context: CallContext): Promise<Order | null>;
  /** Unknown items are left out. The number is the ERP's own: an item asked without the blanks in front of it is found too, match with `trim()`. */
  products(company: string, itemNumbers: readonly string[], context: CallContext): Promise<Product[]>;
  /** One answer per question, in their order; the number is the ERP's own, as in `products`. */
  availability(company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Availability[]>;
  /** All of the company, by code; that it has none is no error. */
  warehouses(company: string, context: CallContext): Promise<Warehouse[]>;
  /** Whether documents of the company can be in this currency. */
  knowsCurrency(company: string, currency: string, context: CallContext): Promise<boolean>;
  /** One answer per line, in their order, each per unit and with where it comes from. An item that the ERP lacks is `known: false`. */
  prices(company: string, question: PriceQuestion, context: CallContext): Promise<Price[]>;
  /** Terms, places, units and rate that an order of this customer would use, each as valid, invalid or not to be known. */
  orderSetup(company: string, question: SetupQuestion, context: CallContext): Promise<OrderSetup>;
  /** Null when no row has the value; `erp.refused` when several do or a name is not known. */
  lookUp(company: string, look: LookUp, context: CallContext): Promise<string | null>;
  /** The environment's `$metadata` document, many megabytes in a real one: never for one order. */
  metadata(context: CallContext): Promise<string>;
}

/**
 * Steps of one order. Each method is one write or one look-up; the caller stores intent before and outcome after.
 * A rejected write carries `outcome`: `unknown` means it may have happened, or may still happen until the settle time is over.
 */
export interface OrderPushPort {
  /**
   * Whether this ERP holds a new order until `release`. Where it does not, the ERP's own rule releases orders: `release` only
   * checks that the order is there, and nobody may be told that it was released.
   */
  releases: boolean;
  /** Most lines in one `addLines`; absent: any number. */
  linesPerWrite?: number;
  /** The draft with the values that its mapped properties stand for; absent: they say the same as the draft. */
  fromFields?(draft: OrderDraft): OrderDraft;
  /** The draft as this ERP gives it back when it is read, line references too; absent: as it is. Doing it twice changes nothing. */
  asKept?(draft: OrderDraft): OrderDraft;
  createCustomer(company: string, draft: CustomerDraft, context: CallContext): Promise<Customer>;
  /** All orders with this key, posted ones included, never from a replica; compared without case. */
  ordersByKey(company: string, key: string, context: CallContext): Promise<Order[]>;
  /** Creates the order, held where the ERP can hold one; without lines, or with the first of them where header and lines go in one write. */
  createHeader(draft: OrderDraft, context: CallContext): Promise<{ number: string }>;
  /** Adds lines in one transaction of the ERP. */
  addLines(company: string, number: string, lines: readonly OrderDraftLine[], context: CallContext): Promise<void>;
  /**
   * Takes this amount off the whole order instead of what was taken off before, when all lines are there; repeating it changes nothing.
   * Absent: `createHeader` sends the header's discounts as they are. Where it is there, `createHeader` and `plannedRequests` get drafts
   * whose discount is one amount, and orders that are read tell `headerDiscount` on each line. `erp.unavailable` when somebody changed the order or took it on meanwhile: look up again.
   */
  setDiscount?(company: string, number: string, amount: string, context: CallContext): Promise<void>;
  /** Takes the hold off, where there is one; repeating it does no harm. */
  release(company: string, number: string, context: CallContext): Promise<void>;
  /** Takes an open order back by deleting it; `erp.refused` once anything of it is picked, shipped or invoiced. The caller looks up first. */
  cancel(company: string, number: string, context: CallContext): Promise<void>;
  /**
   * The writes that a new order of this draft takes, in their order, with the very bodies that the methods above send; reads only. With
   * `newCustomer` its create comes first. What only the ERP can number stands as CUSTOMER_PLACEHOLDER and ORDER_PLACEHOLDER. Absent: not
   * told, and the flight check says so.
   */
  plannedRequests?(draft: OrderDraft, newCustomer: CustomerDraft | null, context: CallContext): Promise<PlannedRequest[]>;
}

/** Contacts of one customer. */
export interface ContactPort {
  /** Those that are meant, by number, never from a replica: the one with the number, else all with the e-mail, else all with the exact name, without case. */
  find(company: string, customer: Customer, identity: ContactIdentity, context: CallContext): Promise<Contact[]>;
  /** By which e-mail and name a contact made from the draft is found again. */
  knownBy(draft: ContactDraft): ContactIdentity;
  /** A rejected create carries `outcome`, as an order's writes do. */
  create(company: string, draft: ContactDraft, context: CallContext): Promise<Contact>;
  /** The very request that `create` sends; reads only. */
  plannedCreate(company: string, draft: ContactDraft, context: CallContext): Promise<PlannedRequest>;
}

/** What only the ERP can number, where a contact is planned. */
export const CONTACT_PLACEHOLDER = '{contact number}';
export const PARTY_PLACEHOLDER = '{party number}';
export const CUSTOMER_PLACEHOLDER = '{customer number}';
export const ORDER_PLACEHOLDER = '{order number}';

/** One write as it would go out; `path` is relative to the service root. */
export interface PlannedRequest {
  step: string;
  method: 'POST' | 'PATCH';
  path: string;
  body: Readonly<Record<string, unknown>>;
}

export interface Erp {
  reads: ErpReads;
  capabilities: Capabilities;
}

export interface Connector {
  /** Folder name, `fno`. */
  erp: string;
  label: string;
  /** Requests that the ERP runs at once for one user, whatever a connection asks for; absent: the connection decides. */
  mostAtOnce?: number;
  /** Pairs of ERP and object that are declined, each with a reason. */
  without: Readonly<Record<string, string>>;
  open(settings: ConnectionSettings, send: Send, clock: Clock): Erp;
}
