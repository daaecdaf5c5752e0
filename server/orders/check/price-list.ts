import type * as z from 'zod';
import { LINES_PER_ANSWER, type readAvailability, type readPrices } from '../../contract/prices.ts';
import { instant } from '../../kernel/clock.ts';
import type { CallContext } from '../../net/http-client.ts';
import type { ErpReads } from '../../connectors/connector.ts';
import type { OrdersDeps } from '../deps.ts';
import { findPlace, type Place } from '../place.ts';
import { shownStock } from '../shown-stock.ts';
import type { CheckWho } from './check.ts';

type PricesBody = z.output<typeof readPrices.body>;
type AvailabilityBody = z.output<typeof readAvailability.body>;

/** Longest wait for one answer of twenty lines. */
const READ_MS = 15_000;

/** The asked page of prices; `next` names the following one. Throws what the ERP or the place refuses. */
export const pricesOf = (deps: OrdersDeps, who: CheckWho, body: PricesBody): Promise<z.input<typeof readPrices.reply>> =>
  readPage(deps, who, body, (reads, { company }, lines, context) => {
    const wanted = lines.map(({ itemNumber, quantity, date, unit }) => ({ itemNumber, quantity, date: date ?? null, unit: unit ?? null }));
    return reads.prices(company, { customer: body.customer ?? null, currency: body.currency, lines: wanted }, context);
  });

export const availabilityOf = (deps: OrdersDeps, who: CheckWho, body: AvailabilityBody): Promise<z.input<typeof readAvailability.reply>> =>
  readPage(deps, who, body, async (reads, { company, connection }, lines, context) => {
    const found = await reads.availability(company, lines, context);
    return found.map((item) => shownStock(item, connection.stockFigures));
  });

interface PageBody<L> {
  connection?: string | undefined;
  company?: string | undefined;
  country?: string | undefined;
  lines: L[];
  offset: number;
}

async function readPage<L, T>(deps: OrdersDeps, who: CheckWho, body: PageBody<L>, read: (reads: ErpReads, place: Place, lines: L[], context: CallContext) => Promise<T[]>) {
  const place = await findPlace(deps.directory, who.orgId, { accountName: 'of these lines', connection: body.connection ?? null, company: body.company ?? null, country: body.country ?? null }, { fresh: false });
  const { connection, company } = place;
  const erp = await deps.directory.erp(who.orgId, connection.name);
  const end = Math.min(body.offset + LINES_PER_ANSWER, body.lines.length);
  const lines = body.lines.slice(body.offset, end);
  const now = deps.clock.now();
  const rows = lines.length === 0 ? [] : await read(erp.reads, place, lines, { lane: 'live', deadlineAt: now + READ_MS, requestId: who.requestId });
  return { connection: connection.name, company, offset: body.offset, total: body.lines.length, next: end < body.lines.length ? end : null, asOf: instant(now), rows };
}
