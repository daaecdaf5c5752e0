import type { Erp } from '../connectors/connector.ts';
import type { MappingDeps } from '../orders/mapping-service.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { OrgInspector } from '../salesforce/org-port.ts';

export interface DoctorDeps extends MappingDeps {
  /** With a sign-in of its own; throws `salesforce.sign-in` when no private key is known. */
  inspect(org: Org): Promise<OrgInspector>;
  /** With a sign-in of its own. */
  openErp(orgId: string, connection: string): Promise<Erp>;
}
