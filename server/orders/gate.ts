import { CrossledgerError } from '../kernel/errors.ts';
import { compareDecimals } from '../kernel/money.ts';
import { isByHand, type Push } from '../store/pushes.ts';
import type { Deal } from '../salesforce/org-port.ts';
import type { ConnectionState } from './directory.ts';

/** Throws what forbids sending this deal now. Criteria bind trigger, button and reconciler alike; go-live does not bind a person. */
export function checkGate(push: Pick<Push, 'origin' | 'wanted_at'>, deal: Deal, connection: ConnectionState): void {
  checkCriteria(deal, connection);
  if (!isByHand(push) && !deal.isWon) throw new CrossledgerError('order.not-won');
  if (isLost(deal)) throw new CrossledgerError('order.lost');
  if (connection.mode === 'observe') throw new CrossledgerError('connection.observing', { connection: connection.name });
  if (!isByHand(push) && connection.goLiveAt !== null && Date.parse(push.wanted_at) < wholeSecond(connection.goLiveAt)) throw new CrossledgerError('connection.before-go-live');
  if (connection.stopped) throw new CrossledgerError('connection.stopped', { connection: connection.name });
}

/** Closed without a win: not even the button sends it. An open deal may go by button before its win. */
export const isLost = (deal: Pick<Deal, 'isWon' | 'isClosed'>): boolean => deal.isClosed && !deal.isWon;

/** Salesforce keeps whole seconds: a deal won in the second of the go-live counts as won after it. */
const wholeSecond = (instant: string): number => Math.floor(Date.parse(instant) / 1000) * 1000;

function checkCriteria(deal: Deal, { criteria }: ConnectionState): void {
  const fail = (problem: string): never => {
    throw new CrossledgerError('connection.criteria', { problem });
  };
  if (criteria.recordTypes.length > 0 && !criteria.recordTypes.includes(deal.recordType ?? '')) fail(`record type ${deal.recordType ?? 'none'} is not among ${criteria.recordTypes.join(', ')}`);
  if (criteria.stages.length > 0 && !criteria.stages.includes(deal.stage)) fail(`stage ${deal.stage} is not among ${criteria.stages.join(', ')}`);
  if (criteria.minimumAmount !== null && compareDecimals(deal.amount ?? '0', criteria.minimumAmount) < 0) fail(`amount ${deal.amount ?? '0'} ${deal.currency} is below ${criteria.minimumAmount}`);
}
