import type { Erp, ErpReads, ItemQuestion, PriceQuestion } from '../../server/connectors/connector.ts';
import { opportunityPanels, productPanels, readOpportunityPanels, readProductPanels, type OpportunityPanels, type ProductPanels } from '../../server/contract/panels.ts';
import { systemClock } from '../../server/kernel/clock.ts';
import type { Availability, WarehouseStock } from '../../server/model/availability.ts';
import type { Price } from '../../server/model/price.ts';
import type { ConnectionState } from '../../server/orders/directory.ts';
import type { PanelsDeps } from '../../server/panels/deps.ts';
import { createKeptPanels } from '../../server/panels/kept-panels.ts';
import { opportunityPanelsOf } from '../../server/panels/opportunity.ts';
import { productPanelsOf } from '../../server/panels/product.ts';
import type { Store } from '../../server/store/database.ts';
import { createFakeErp } from '../support/fake-erp.ts';
import { createFakeOrg } from '../support/fake-org.ts';
import { ORG_ID, orderDeps, sendingConnection } from '../support/order-bench.ts';

export const DEAL_ID = '006000000000001AAA';
export const lineId = (at: number): string => `00k${String(at).padStart(12, '0')}AAA`;

export const stockAt = (warehouse: string, site: string | null, onHand: string, available: string | null, more: Partial<WarehouseStock> = {}): WarehouseStock =>
  ({ warehouse, site, onHand, reserved: null, onSalesOrders: null, available, ordered: null, ...more });

export const inStock = (itemNumber: string, change: Partial<Availability> = {}): Availability => ({
  itemNumber, known: true, name: itemNumber, unit: 'ea', onHand: '43', reserved: '11', onSalesOrders: null, available: '32', ordered: '70', atp: '12', firstDate: '2026-12-05',
  warehouses: [stockAt('11', '1', '23', '12', { reserved: '11', ordered: '70' }), stockAt('12', null, '20', '20', { reserved: '0', ordered: '0' })], ...change,
});

export const priced = (itemNumber: string, amount: string | null, currency = 'USD'): Price =>
  ({ itemNumber, known: true, amount, currency, unit: 'ea', source: 'customer', estimate: false, reason: 'Agreed.' });

/** An ERP that answers with these rows, or fails while `fails` says why. */
export interface PanelErp {
  stock: Availability[];
  prices: Price[];
  fails: Partial<Record<'stock' | 'prices', Error>>;
  asked: { stock: ItemQuestion[][]; prices: PriceQuestion[] };
  companies: string[];
}

export function panelBench(store: Store, connection: Partial<ConnectionState> = {}) {
  const far: PanelErp = { stock: [], prices: [], fails: {}, asked: { stock: [], prices: [] }, companies: [] };
  const answer = async <T>(part: 'stock' | 'prices', company: string, rows: T): Promise<T> => {
    far.companies.push(company);
    const failure = far.fails[part];
    if (failure !== undefined) throw failure;
    return rows;
  };
  const reads: Partial<ErpReads> = {
    availability: (company, items) => {
      far.asked.stock.push([...items]);
      return answer('stock', company, far.stock);
    },
    prices: (company, question) => {
      far.asked.prices.push(question);
      return answer('prices', company, far.prices);
    },
  };
  const fake = createFakeErp(null);
  const erp: Erp = { ...fake.erp, reads: { ...fake.erp.reads, ...reads } };
  const { directory } = orderDeps(store, createFakeOrg(null), { ...fake, erp }, () => sendingConnection(connection));
  const deps: PanelsDeps = { db: store.db, clock: systemClock, directory, kept: createKeptPanels(store.db, (error) => { throw error; }) };
  /** As Apex asks and as the page gets it. */
  const read = async (question: Record<string, unknown>): Promise<OpportunityPanels['parts']> =>
    opportunityPanels.parse(await opportunityPanelsOf(deps, ORG_ID, DEAL_ID, readOpportunityPanels.body.parse(question), 'panels')).parts;
  const readProduct = async (query: Record<string, unknown>): Promise<ProductPanels> =>
    productPanels.parse(await productPanelsOf(deps, ORG_ID, readProductPanels.query.parse({ parts: 'stock', ...query }), 'panels'));
  return { far, fake, deps, read, readProduct };
}
