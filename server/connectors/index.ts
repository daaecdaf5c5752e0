import { businessCentral } from './business-central/connector.ts';
import type { Connector } from './connector.ts';
import { fno } from './fno/connector.ts';

/** Every ERP that Crossledger speaks to, by name. */
export const CONNECTORS: Readonly<Record<string, Connector>> = { [fno.erp]: fno, [businessCentral.erp]: businessCentral };
