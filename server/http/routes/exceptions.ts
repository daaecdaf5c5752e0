import * as approval from '../../contract/approval.ts';
import * as contract from '../../contract/exceptions.ts';
import { toId18 } from '../../kernel/ids.ts';
import { actorOf, type Caller } from '../caller.ts';
import type { Decider } from '../exception-services.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

const by = (call: { caller: Caller; params: { orgId: string }; requestId: string }): Decider => ({ orgId: toId18(call.params.orgId), actor: actorOf(call.caller), requestId: call.requestId });

export const exceptionRoutes = (services: Services): Route[] => [
  handle(contract.listExceptions, ({ params, query }) => services.listExceptions(toId18(params.orgId), query)),
  // Before the paths with an id, which would take its word for one.
  handle(contract.retryExceptions, (call) => services.retryExceptions(by(call), call.body)),
  handle(contract.showException, ({ params }) => services.showException(toId18(params.orgId), params.exceptionId)),
  handle(contract.retryException, (call) => services.retryException(by(call), call.params.exceptionId, call.body.reason)),
  handle(contract.editException, (call) => services.editException(by(call), call.params.exceptionId, call.body)),
  handle(contract.cancelOrder, (call) => services.cancelOrder(by(call), call.params.exceptionId, call.body.reason)),
  handle(contract.discardException, (call) => services.discardException(by(call), call.params.exceptionId, call.body.reason)),
  handle(approval.releaseOrder, ({ caller, params, body, requestId }) => services.releaseOrder(caller, toId18(params.opportunityId), body, requestId)),
  handle(approval.refuseOrder, ({ caller, params, body, requestId }) => services.refuseOrder(caller, toId18(params.opportunityId), body, requestId)),
  handle(approval.releasePush, (call) => services.releasePush(by(call), call.params.key.toUpperCase(), call.body)),
  handle(approval.refusePush, (call) => services.refusePush(by(call), call.params.key.toUpperCase(), call.body)),
];
