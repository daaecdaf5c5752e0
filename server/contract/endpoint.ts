import type * as z from 'zod';

/** Custom permissions of the Salesforce package. */
export type Permission = 'Crossledger_View_Finance' | 'Crossledger_Send_Orders' | 'Crossledger_Approve_Orders' | 'Crossledger_Work_Exceptions' | 'Crossledger_Administer';
/** `viewer` reads, `operator` also decides and retries, `admin` also configures. */
export type Role = 'viewer' | 'operator' | 'admin';

/**
 * Who may call: nobody in particular, a Salesforce org by its signed JWT, an org that signs with the certificate it offers, or an operator
 * by token. With `orgPermission` also the org that the path names, for a user of it who holds that custom permission.
 */
export type Access = { kind: 'open' } | { kind: 'pairing'; permission: Permission } | { kind: 'org'; permission?: Permission } | { kind: 'operator'; role: Role; orgPermission?: Permission };

export interface Endpoint {
  /** Name of the operation, `readAccountPanels`. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express path with `:name` parameters. */
  path: string;
  summary: string;
  access: Access;
  /** Strict: an unknown name is refused. Absent means that there must be none. */
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  reply: z.ZodType;
  /** Status of success; 200 when absent. */
  status?: number;
  /** Other content type than application/json, for the open system endpoints. */
  produces?: string;
}

/** Returns the endpoint unchanged, with its schemas' types kept. */
export const defineEndpoint = <const E extends Endpoint>(endpoint: E): E => endpoint;
