import type { Catalogue } from '../../data/catalogue.ts';
import { makeRandom, pickOne, pickWhole, type Random } from '../../common/random.ts';
import type { SeededAccount } from './accounts.ts';
import type { SeededProduct, SeededProducts } from './products.ts';
import type { Fields, Seeder } from './seeder.ts';

const openStages = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review'] as const;
const occasions = ['Store opening', 'Yearly refill', 'Showroom', 'Spring campaign', 'Warehouse stock', 'Trade fair'] as const;
const dealCount = 120;
const dayMs = 86_400_000;

interface Deal {
  readonly fields: Fields;
  readonly lines: readonly { product: SeededProduct; quantity: number; price: number }[];
}

/** Open deals of all accounts. The first three are the ones that cannot be sent as they are. */
export async function seedDeals(seeder: Seeder, catalogue: Catalogue, accounts: readonly SeededAccount[], products: SeededProducts): Promise<void> {
  const random = makeRandom(catalogue.seed * 7919 + 50);
  const deals = Array.from({ length: dealCount }, (_, at) => makeDeal(random, at, seeder.userId('rep'), catalogue.baseDate, accountFor(accounts, at), products));
  const ids = await seeder.insert('Opportunity', deals.map((deal) => deal.fields));
  const lines = deals.flatMap((deal, at) => deal.lines.map(({ product, quantity, price }) => ({ OpportunityId: ids[at], PricebookEntryId: product.entryId, Quantity: quantity, UnitPrice: price })));
  await seeder.insert('OpportunityLineItem', lines);
}

function accountFor(accounts: readonly SeededAccount[], at: number): SeededAccount {
  const account = accounts[at % accounts.length];
  if (!account) throw new Error('There are no accounts to sell to');
  return account;
}

function makeDeal(random: Random, at: number, ownerId: string, baseDate: string, account: SeededAccount, products: SeededProducts): Deal {
  const occasion = pickOne(random, occasions);
  const closeInDays = pickWhole(random, 5, 90);
  return {
    fields: {
      Name: `${account.name}: ${titleOf(at, occasion)}`.slice(0, 120),
      AccountId: account.id,
      StageName: pickOne(random, openStages),
      CloseDate: new Date(Date.parse(baseDate) + closeInDays * dayMs).toISOString().slice(0, 10),
      Pricebook2Id: products.priceBookId,
      OwnerId: ownerId,
    },
    lines: linesOf(random, at, products),
  };
}

function titleOf(at: number, occasion: string): string {
  return ['Deal without lines', 'Consulting without item number', 'Item that the ERP does not know'][at] ?? `${occasion} ${at + 1}`;
}

function linesOf(random: Random, at: number, products: SeededProducts): Deal['lines'] {
  const plain = Array.from({ length: pickWhole(random, 1, 6) }, () => makeLine(random, choose(random, products.sellable)));
  if (at === 0) return [];
  if (at === 1) return [...plain.slice(0, 1), makeLine(random, products.withoutNumber)];
  if (at === 2) return [...plain.slice(0, 1), makeLine(random, products.unknown)];
  return plain;
}

/** Every fourth line or so is sold a little under the list price. */
function makeLine(random: Random, product: SeededProduct): Deal['lines'][number] {
  const share = random() < 0.25 ? 0.95 : 1;
  return { product, quantity: pickWhole(random, 1, 25), price: Math.round(product.price * share * 100) / 100 };
}

function choose(random: Random, products: readonly SeededProduct[]): SeededProduct {
  const product = products[Math.floor(random() * products.length)];
  if (!product) throw new Error('There is nothing to sell');
  return product;
}
