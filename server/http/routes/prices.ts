import * as contract from '../../contract/prices.ts';
import { handle, type Route } from '../route.ts';
import type { Services } from '../services.ts';

export const priceRoutes = (services: Services): Route[] => [
  handle(contract.readPrices, ({ caller, body, requestId }) => services.readPrices(caller.orgId, body, requestId)),
  handle(contract.readAvailability, ({ caller, body, requestId }) => services.readAvailability(caller.orgId, body, requestId)),
];
