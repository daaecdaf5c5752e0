import { z } from 'zod';

const erp = z.object({
  baseUrl: z.string(),
  tokenUrl: z.string(),
  scope: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** Default company: dataAreaId, or id of the Business Central company. */
  company: z.string(),
  /** Address of the fault script. */
  faults: z.string(),
});
export type ErpEndpoints = z.infer<typeof erp>;

/** Ready line of the simulated ERPs. */
export const erpsReady = z.object({
  fno: erp.loose(),
  // The API of an environment stands below tenant and environment (business-central.md §2): `{baseUrl}/api/v2.0`.
  businessCentral: erp.extend({ environmentPath: z.string() }).loose().transform((far) => ({ ...far, baseUrl: far.baseUrl + far.environmentPath })),
});

/** Ready line of the simulated org. */
export const salesforceReady = z.object({ instanceUrl: z.string(), loginUrl: z.string(), apiVersion: z.string(), pageUrl: z.string().optional() });

/** Ready line of the backend. */
export const backendReady = z.object({ url: z.string() });

/** What `.demo/endpoints.json` holds. */
export interface Endpoints {
  page: string | null;
  backend: string;
  operatorToken: string;
  salesforce: {
    instanceUrl: string;
    loginUrl: string;
    apiVersion: string;
    /** Of the admin. */
    accessToken: string;
    username: string;
    /** External client app that every user of the org may sign in through, with this key. */
    clientId: string;
    privateKeyFile: string;
    orgId: string;
    faults: string;
    users: Record<string, string>;
  };
  fno: ErpEndpoints;
  businessCentral: ErpEndpoints;
}
