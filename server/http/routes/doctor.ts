import * as contract from '../../contract/doctor.ts';
import * as pages from '../../contract/pages.ts';
import { toId18 } from '../../kernel/ids.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const doctorRoutes = (services: Services): Route[] => [
  handle(contract.runDoctor, ({ params, requestId }) => services.runDoctor(toId18(params.orgId), requestId)),
  handle(pages.readPages, ({ params }) => services.readPages(toId18(params.orgId))),
];
