/** Objects whose fields a mapping may name. */
export type SourceScope = 'Opportunity' | 'Account' | 'Owner' | 'Contact' | 'OpportunityLineItem' | 'Product2' | 'PricebookEntry';
/** Plain values as Salesforce gave them, by object and field; fields of the package without its namespace. */
export type DealRecord = Partial<Record<SourceScope, Record<string, unknown>>>;

export interface DescribedField {
  name: string;
  /** As Salesforce writes it: `string`, `currency`, `date`. */
  type: string;
  label: string;
  /** Longest text; 0 where that says nothing. */
  length: number;
}

/** A won or open deal as Salesforce has it now. Amounts are decimal text, dates ISO. */
export interface Deal {
  id: string;
  name: string;
  stage: string;
  recordType: string | null;
  isWon: boolean;
  /** Won or lost. */
  isClosed: boolean;
  cycle: number;
  amount: string | null;
  /** The deal's own currency, or the org's when it has only one. */
  currency: string;
  customerPurchaseOrder: string | null;
  /** Off the whole order, the percent first; the amount in the deal's currency. `0` when there is none. */
  discountPercent: string;
  discountAmount: string;
  /** Freight and the like of the whole order, in the deal's currency; `0` when there are none. */
  charges: string;
  closeDate: string | null;
  ownerName: string | null;
  orderNumber: string | null;
  account: DealAccount | null;
  /** All lines; `moreLines` tells that there are more than were read. */
  lines: DealLine[];
  moreLines: boolean;
  /** What the mappings asked for, of the deal, its account, owner and primary contact. */
  record: DealRecord;
  /** Sources that were asked for and that the org does not have, or that may not be read; absent: none. */
  lacking?: readonly string[];
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
  /** Of a person account; null for a business, and in an org without person accounts. */
  person: DealPerson | null;
}

export interface DealPerson {
  firstName: string | null;
  lastName: string;
  email: string | null;
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
  /** What the mappings asked for, of the line, its product and price. */
  record: DealRecord;
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
  accountId: string | null;
  modifiedAt: string;
}

/** A deal with an order number that was touched, as it is now. */
export interface ChangedDeal {
  deal: Deal;
  /** In the recycle bin. */
  isDeleted: boolean;
  modifiedAt: string;
}

/** Which ERP customer an account is, as far as it says. */
export interface AccountLink {
  id: string;
  name: string;
  customerNumber: string | null;
  company: string | null;
  connection: string | null;
  /** Of the billing address, as written there. */
  country: string | null;
}

/** An account that was merged into another one, with its link as it was. */
export interface MergedAccount extends AccountLink {
  /** The account that is left, whatever else was merged since; null when that one was deleted too. */
  survivor: AccountLink | null;
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
  /** Null when it does not exist or is out of reach. `sources` are fields that mappings name, `Account.BillingCity`; one that the org lacks is left out. */
  readDeal(id: string, sources: readonly string[]): Promise<Deal | null>;
  /** Fields of an object as the org has them now, at most ten minutes old; empty for an object that it lacks. */
  describe(scope: SourceScope): Promise<readonly DescribedField[]>;
  /** Rows with status New of this org, by id, from after the given one. */
  newOutboxRows(afterId: string | null, limit: number): Promise<OutboxRow[]>;
  /** The account of each deal that has one; at most 200 deals. */
  accountsOf(dealIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Won deals touched after the place, oldest first, ties by id. */
  wonDealsAfter(place: { modifiedAt: string; id: string | null }, limit: number): Promise<WonDeal[]>;
  /** Deals that have an order number and were touched after the place, those in the recycle bin too, oldest first, ties by id. */
  changedDeals(place: { modifiedAt: string; id: string | null }, limit: number): Promise<ChangedDeal[]>;
  /** Accounts that were merged into others after the place, as long as the recycle bin has them, oldest first, ties by id. */
  mergedAccounts(place: { modifiedAt: string; id: string | null }, limit: number): Promise<MergedAccount[]>;
  /** Those of these accounts, at most 200, that were merged into others. */
  mergedAmong(accountIds: readonly string[]): Promise<MergedAccount[]>;
  /** At most 200; one answer per notice, in order. */
  tellDeals(notices: readonly DealNotice[]): Promise<Refusal[]>;
  /** Stores which ERP customer an account is, so that later deals need no search. */
  tellAccount(accountId: string, place: { customerNumber: string; company: string; connection: string }): Promise<Refusal>;
}

/** What a look at the org itself tells; each call signs in anew or asks anew. */
export interface OrgInspector {
  /** Who answers, after a real sign-in. Throws `salesforce.sign-in`, with `answered` in its details when another org answers. */
  identity(): Promise<{ id: string; name: string; isSandbox: boolean }>;
  /** Objects and fields of the package that the integration user does not see, or may not write. */
  packageGaps(): Promise<PackageGap[]>;
  /** When the oldest row of the outbox was written that nobody took up; null when none waits. */
  oldestOutboxRow(): Promise<string | null>;
  /** Record pages of the objects that have panels. Throws `salesforce.setup-unseen` when the integration user may not read them. */
  recordPages(): Promise<OrgRecordPages>;
}

export type PageObject = 'Account' | 'Opportunity' | 'Product2';

export interface RecordPage {
  id: string;
  developerName: string;
  label: string;
  object: PageObject;
  /** It came with the package; without a namespace every page that came with none. */
  inPackageNamespace: boolean;
  /** Components of the package by their plain names; where it has no namespace also those of the org and of Salesforce that have none. */
  components: readonly string[];
}

export interface OrgRecordPages {
  pages: RecordPage[];
  /** There are more than were looked at. */
  more: boolean;
}

export interface PackageGap {
  object: string;
  /** Null: the whole object. */
  field: string | null;
  lacks: 'read' | 'write';
}
