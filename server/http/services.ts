import type * as z from 'zod';
import type { listWarehouses, probeConnection } from '../contract/admin.ts';
import type { Certificate, exportAudit, listAudit } from '../contract/audit.ts';
import type { readConnectionHealth } from '../contract/connection-health.ts';
import type { ConnectionTrial, tryConnection } from '../contract/connection-trial.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { listPushes, pushRow, sendOrderAsOperator, showPush } from '../contract/orders.ts';
import type { OrgPages } from '../contract/pages.ts';
import type { AccountPanels, OpportunityPanels, ProductPanels, PushView, readAccountPanels, readOpportunityPanels, readProductPanels } from '../contract/panels.ts';
import type { OrgCaller } from './caller.ts';
import type { CheckServices } from './check-services.ts';
import type { Decider, ExceptionServices } from './exception-services.ts';
import type { MappingServices } from './mapping-services.ts';

/** What stands behind the routes; app.ts hands in the real ones. Each throws CrossledgerError. */
export interface Services extends ExceptionServices, CheckServices {
  readAccountPanels(caller: OrgCaller, params: z.output<typeof readAccountPanels.params>, query: z.output<typeof readAccountPanels.query>, requestId: string): Promise<AccountPanels>;
  readOpportunityPanels(caller: OrgCaller, params: z.output<typeof readOpportunityPanels.params>, body: z.output<typeof readOpportunityPanels.body>, requestId: string): Promise<OpportunityPanels>;
  readProductPanels(caller: OrgCaller, query: z.output<typeof readProductPanels.query>, requestId: string): Promise<ProductPanels>;
  sendOrder(caller: OrgCaller, opportunityId: string, requestId: string, planHash?: string): Promise<PushView>;
  sendOrderAsOperator(who: Decider, opportunityId: string, input: z.output<typeof sendOrderAsOperator.body>): Promise<PushView>;
  wakeOutbox(orgId: string): void;
  listPushes(orgId: string, query: z.output<typeof listPushes.query>): Promise<z.input<typeof listPushes.reply>>;
  showPush(orgId: string, key: string): Promise<z.input<typeof showPush.reply>>;
  retryPush(orgId: string, key: string, actor: string, reason: string, requestId: string): Promise<z.input<typeof pushRow>>;
  mappings: MappingServices;
  readConnectionHealth(orgId: string): Promise<z.input<typeof readConnectionHealth.reply>>;
  runDoctor(orgId: string, requestId: string): Promise<DoctorReport>;
  readPages(orgId: string): Promise<OrgPages>;
  listWarehouses(orgId: string, connection: string, requestId: string): Promise<z.input<typeof listWarehouses.reply>>;
  probeConnection(orgId: string, connection: string, requestId: string): Promise<z.input<typeof probeConnection.reply>>;
  tryConnection(connection: { orgId: string; name: string }, trial: ConnectionTrial, requestId: string): Promise<z.input<typeof tryConnection.reply>>;
  listAudit(orgId: string, query: z.output<typeof listAudit.query>): Promise<z.input<typeof listAudit.reply>>;
  /** Lines of JSON, in pieces. */
  exportAudit(orgId: string, query: z.output<typeof exportAudit.query>): AsyncIterable<string>;
  orderCertificate(orgId: string, key: string, requestId: string): Promise<Certificate>;
}
