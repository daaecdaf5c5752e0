import type { Erp } from '../connectors/connector.ts';
import type { MappedObject, MappingDocument } from '../mapping/document.ts';
import type { ApprovalRules, WarehouseRule } from '../contract/admin.ts';
import type { OrgPort } from '../salesforce/org-port.ts';
import type { StockFigures } from './shown-stock.ts';

/** One ERP connection of an org, as its admin set it. */
export interface ConnectionState {
  name: string;
  /** For sentences: `Dynamics 365 F&O`. */
  label: string;
  mode: 'observe' | 'send';
  goLiveAt: string | null;
  /** Its own stop switch or the org's. */
  stopped: boolean;
  criteria: { recordTypes: string[]; stages: string[]; minimumAmount: string | null };
  /** When a person must let an order pass; absent means never. */
  approval?: ApprovalRules;
  defaultCompany: string;
  /** Site, warehouse, group of new customers and item of charges in a company. */
  companyDefaults(company: string): { site?: string | undefined; warehouse?: string | undefined; customerGroup?: string | undefined; chargesItem?: string | undefined };
  settleMs: number;
  recheckMs: number;
  panelDeadlineMs: number;
  keepDays: number;
  /** When a button send names a checked plan and the plan is another by now; `ask` when absent. */
  onPlanChanged?: 'send' | 'ask' | 'hold' | undefined;
  /** Whether operators may delete open orders in the ERP; `off` when absent. */
  cancelOrders?: 'off' | 'delete' | undefined;
  /** Whether the deal's primary contact is looked up in the ERP and created when it is not there; `off` when absent. */
  contacts?: 'off' | 'create' | undefined;
  /** From which warehouses goods go to an address; absent: nothing is proposed. */
  warehouseRanking?: readonly WarehouseRule[] | undefined;
  stockFigures?: StockFigures;
}

/** The documents that serve a connection, by object. */
export type Mappings = Readonly<Record<MappedObject, MappingDocument>>;

export interface RoutingRule {
  country: string | null;
  connection: string;
  company: string;
}

/** Who and what is known, as panels and orders need it. The write path asks `fresh`. */
export interface Directory {
  org(orgId: string): Promise<OrgPort>;
  connection(orgId: string, name: string, options?: { fresh: boolean }): Promise<ConnectionState | null>;
  routing(orgId: string): Promise<RoutingRule[]>;
  connectionNames(orgId: string): Promise<string[]>;
  erp(orgId: string, connection: string): Promise<Erp>;
  /** Throws mapping.invalid when a published document cannot be read any more. */
  mappings(orgId: string, connection: string, options?: { fresh: boolean }): Promise<Mappings>;
  /** Every Salesforce field that a mapping of the org names, `Account.BillingCity`: what a deal is read with. */
  mappedSources(orgId: string): Promise<string[]>;
}
