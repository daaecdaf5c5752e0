import type { Erp } from '../connectors/connector.ts';
import type { OrgPort } from '../salesforce/org-port.ts';

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
  defaultCompany: string;
  settleMs: number;
  recheckMs: number;
  panelDeadlineMs: number;
  keepDays: number;
}

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
}
