import type { Row } from '../odata/table.ts';
import type { Call } from './call.ts';

/** Whose books something is posted in. */
export type Books = Pick<Call, 'world' | 'company'>;

/** Quantity of an order line that is shipped or invoiced now. */
export interface LinePart {
  readonly line: Row;
  readonly quantity: number;
}
