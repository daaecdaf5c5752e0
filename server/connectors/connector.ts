import type { CallContext, Send } from '../net/http-client.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Availability } from '../model/availability.ts';
import type { Company } from '../model/company.ts';
import type { Customer, CustomerDraft } from '../model/customer.ts';
import type { Finance } from '../model/finance.ts';
import type { Invoice, InvoiceSort } from '../model/invoice.ts';
import type { Order, OrderDraft, OrderDraftLine, OrderStep } from '../model/order.ts';
import type { Page } from '../model/parts.ts';
import type { Payment } from '../model/payment.ts';
import type { Product } from '../model/product.ts';

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
}

export interface PageRequest {
  skip: number;
  /** At most 200. */
  pageSize: number;
}

/** Asked quantity of an item, base unit. */
export interface ItemQuestion {
  itemNumber: string;
  quantity: string;
}

/** What a connector can do beyond reading; absent means no. Code asks this, never the ERP's name. */
export interface Capabilities {
  /** Steps of an order that this ERP reports. */
  orderSteps: readonly OrderStep[];
  /** Available to promise, not only on hand. */
  atp: boolean;
  /** Present when orders can be pushed. */
  orderPush?: OrderPushPort;
}

/** Live reads. Each takes the company explicitly; unknown records are null or empty, never an error. Amounts and dates as in `model/`. */
export interface ErpReads {
  probe(context: CallContext): Promise<ErpProbe>;
  companies(context: CallContext): Promise<Company[]>;
  customer(company: string, number: string, context: CallContext): Promise<Customer | null>;
  customersByTaxId(company: string, taxId: string, context: CallContext): Promise<Customer[]>;
  /** Exact name and ISO 3166 alpha-2 country, compared without case by the connector. */
  customersByName(company: string, name: string, country: string, context: CallContext): Promise<Customer[]>;
  finance(company: string, customer: string, context: CallContext): Promise<Finance | null>;
  invoices(company: string, customer: string, sort: InvoiceSort, page: PageRequest, context: CallContext): Promise<Page<Invoice>>;
  payments(company: string, customer: string, page: PageRequest, context: CallContext): Promise<Page<Payment>>;
  openOrders(company: string, customer: string, page: PageRequest, context: CallContext): Promise<Page<Order>>;
  order(company: string, number: string, context: CallContext): Promise<Order | null>;
  /** Unknown items are left out. The number is the ERP's own: an item asked without the blanks in front of it is found too, match with `trim()`. */
  products(company: string, itemNumbers: readonly string[], context: CallContext): Promise<Product[]>;
  /** One answer per question, in their order; the number is the ERP's own, as in `products`. */
  availability(company: string, items: readonly ItemQuestion[], context: CallContext): Promise<Availability[]>;
  /** Whether documents of the company can be in this currency. */
  knowsCurrency(company: string, currency: string, context: CallContext): Promise<boolean>;
}

/**
 * Steps of one order. Each method is one write or one look-up; the caller stores intent before and outcome after.
 * A rejected write carries `outcome`: `unknown` means it may have happened, or may still happen until the settle time is over.
 */
export interface OrderPushPort {
  createCustomer(company: string, draft: CustomerDraft, context: CallContext): Promise<Customer>;
  /** All orders with this key, posted ones included, never from a replica; compared without case. */
  ordersByKey(company: string, key: string, context: CallContext): Promise<Order[]>;
  /** Creates the order without lines, held in the ERP. */
  createHeader(draft: OrderDraft, context: CallContext): Promise<{ number: string }>;
  /** Adds lines in one transaction of the ERP. */
  addLines(company: string, number: string, lines: readonly OrderDraftLine[], context: CallContext): Promise<void>;
  /** Takes the hold off; repeating it does no harm. */
  release(company: string, number: string, context: CallContext): Promise<void>;
}

export interface Erp {
  reads: ErpReads;
  capabilities: Capabilities;
}

export interface Connector {
  /** Folder name, `fno`. */
  erp: string;
  label: string;
  /** Pairs of ERP and object that are declined, each with a reason. */
  without: Readonly<Record<string, string>>;
  open(settings: ConnectionSettings, send: Send, clock: Clock): Erp;
}
