/** A won or open deal as Salesforce has it now. Amounts are decimal text, dates ISO. */
export interface Deal {
  id: string;
  name: string;
  stage: string;
  recordType: string | null;
  isWon: boolean;
  cycle: number;
  amount: string | null;
  /** The deal's own currency, or the org's when it has only one. */
  currency: string;
  customerPurchaseOrder: string | null;
  closeDate: string | null;
  ownerName: string | null;
  orderNumber: string | null;
  account: DealAccount | null;
  /** All lines; `moreLines` tells that there are more than were read. */
  lines: DealLine[];
  moreLines: boolean;
}

export interface DealAccount {
  id: string;
  name: string;
  customerNumber: string | null;
  company: string | null;
  connection: string | null;
  taxId: string | null;
  street: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  /** As Salesforce has it: a name (`Germany`) or a code (`DE`). */
  country: string | null;
  phone: string | null;
  website: string | null;
}

export interface DealLine {
  id: string;
  productName: string;
  itemNumber: string | null;
  description: string | null;
  quantity: string;
  unitPrice: string;
  discountPercent: string | null;
  serviceDate: string | null;
}

/** A row of the package's outbox: a deal that was won. */
export interface OutboxRow {
  id: string;
  opportunityId: string;
  cycle: number;
  createdAt: string;
}

export interface WonDeal {
  id: string;
  cycle: number;
  wonAt: string;
  modifiedAt: string;
}

/** What a deal in Salesforce is told about its order. */
export interface DealNotice {
  opportunityId: string;
  status: string;
  message: string | null;
  orderNumber: string | null;
  link: string | null;
}

/** Null: written. Otherwise Salesforce's own words. */
export type Refusal = { code: string; message: string; /** Goes away by itself, such as a locked row. */ isTransient?: boolean } | null;

export interface OrgPort {
  /** Null when it does not exist or is out of reach. */
  readDeal(id: string): Promise<Deal | null>;
  /** Rows with status New of this org, by id, from after the given one. */
  newOutboxRows(afterId: string | null, limit: number): Promise<OutboxRow[]>;
  /** Won deals touched after the place, oldest first, ties by id. */
  wonDealsAfter(place: { modifiedAt: string; id: string | null }, limit: number): Promise<WonDeal[]>;
  /** At most 200; one answer per notice, in order. */
  tellDeals(notices: readonly DealNotice[]): Promise<Refusal[]>;
  /** Stores which ERP customer an account is, so that later deals need no search. */
  tellAccount(accountId: string, place: { customerNumber: string; company: string; connection: string }): Promise<Refusal>;
}
