import type { FaultInput } from '../common/faults.ts';

/** What both simulated ERPs take. */
export interface ErpOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder of the journal; in memory only when absent. */
  readonly dataFolder?: string;
  readonly seed?: number;
  /** Day from which all ages count, `yyyy-mm-dd`; today when absent. */
  readonly baseDate?: string;
  /** Life of an issued token. */
  readonly tokenLifeSeconds?: number;
}

/** Address and credentials of one running ERP, as a client needs them. */
export interface ErpEndpoint {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Default company: dataAreaId, or company id. */
  readonly company: string;
  /** Address of the fault script. */
  readonly faults: string;
}

export type { FaultInput };
