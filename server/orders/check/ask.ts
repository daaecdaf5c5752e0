import type { Erp } from '../../connectors/connector.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { Expressions } from '../../mapping/expressions/expressions.ts';
import type { Deal } from '../../salesforce/org-port.ts';
import type { Database } from '../../store/database.ts';
import type { Mappings } from '../directory.ts';
import type { MapRun } from '../map-order.ts';
import type { Place } from '../place.ts';

/** One flight check under way: what its questions need. */
export interface CheckRun {
  db: Database;
  orgId: string;
  key: string;
  deal: Deal;
  place: Place;
  erp: Erp;
  mappings: Mappings;
  expressions: Expressions;
  context: CallContext;
  /** `yyyy-mm-dd`, UTC. */
  today: string;
}

/** The check as mapping documents are applied to its deal. */
export const mapRunOf = (run: CheckRun): MapRun => ({ mappings: run.mappings, expressions: run.expressions, erp: run.erp, place: run.place, deal: run.deal, context: () => run.context });
