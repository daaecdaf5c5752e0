import type * as z from 'zod';
import type { ProductPanels, readProductPanels } from '../contract/panels.ts';
import { CrossledgerError, asError } from '../kernel/errors.ts';
import { findPlace, type Place } from '../orders/place.ts';
import { manyOf, shownStock } from '../orders/shown-stock.ts';
import { contextOf, partAt } from './deal-run.ts';
import type { PanelsDeps } from './deps.ts';

export type ProductQuestion = z.infer<typeof readProductPanels.query>;

/** What the date of the first promise is asked for. */
const ONE = '1';

/** Stock of one item. A product belongs to no account: the connection of the page decides, else the routing rule for all countries, else the only connection. */
export async function productPanelsOf(deps: PanelsDeps, orgId: string, { itemNumber, connection }: ProductQuestion, requestId: string): Promise<ProductPanels> {
  const place = await placeOf(deps, orgId, connection ?? null);
  const run = { deps, orgId, requestId };
  const erp = await deps.directory.erp(orgId, place.connection.name);
  const part = await partAt(run, place, {
    name: 'product-stock',
    subject: itemNumber,
    read: async () => {
      const [item] = await erp.reads.availability(place.company, [{ itemNumber, quantity: ONE }], contextOf(run));
      if (item === undefined) throw new CrossledgerError('erp.refused', { problem: 'it gave no answer about the item.' });
      return item;
    },
  });
  const { stockFigures } = place.connection;
  const stock = { ...part, data: part.data === null ? null : { item: shownStock(part.data, stockFigures), moreThan: manyOf(stockFigures) } };
  return { connection: place.connection.name, company: place.company, parts: { stock } };
}

async function placeOf({ directory }: PanelsDeps, orgId: string, connection: string | null): Promise<Place> {
  try {
    return await findPlace(directory, orgId, { accountName: '', connection, company: null, country: null }, { fresh: false });
  } catch (thrown) {
    const error = asError(thrown);
    throw error.code === 'connection.undecided' ? new CrossledgerError('connection.product-undecided') : error;
  }
}
