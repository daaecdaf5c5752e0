import type * as z from 'zod';
import type { releaseOrder } from '../contract/approval.ts';
import type { ExceptionView, editException, listExceptions, retryExceptions } from '../contract/exceptions.ts';
import type { PushView } from '../contract/panels.ts';
import type { OrgCaller } from './caller.ts';

/** Who decides: for the audit trail and the request that did it. */
export interface Decider {
  orgId: string;
  actor: string;
  requestId: string;
}

type Decision = z.output<typeof releaseOrder.body>;

/** Exceptions and the approval gate. Each throws CrossledgerError. */
export interface ExceptionServices {
  listExceptions(orgId: string, query: z.output<typeof listExceptions.query>): Promise<z.input<typeof listExceptions.reply>>;
  showException(orgId: string, id: string): Promise<ExceptionView>;
  retryException(who: Decider, id: string, reason: string): Promise<ExceptionView>;
  retryExceptions(who: Decider, body: z.output<typeof retryExceptions.body>): Promise<z.input<typeof retryExceptions.reply>>;
  editException(who: Decider, id: string, body: z.output<typeof editException.body>): Promise<ExceptionView>;
  cancelOrder(who: Decider, id: string, reason: string): Promise<ExceptionView>;
  discardException(who: Decider, id: string, reason: string): Promise<ExceptionView>;
  releaseOrder(caller: OrgCaller, opportunityId: string, decision: Decision, requestId: string): Promise<PushView>;
  refuseOrder(caller: OrgCaller, opportunityId: string, decision: Decision, requestId: string): Promise<PushView>;
  releasePush(who: Decider, key: string, decision: Decision): Promise<PushView>;
  refusePush(who: Decider, key: string, decision: Decision): Promise<PushView>;
}
