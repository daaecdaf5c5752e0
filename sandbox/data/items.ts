import { makeRandom, pickOne, pickWhole, type Random } from '../common/random.ts';
import { rateBetween, roundMoney, type CompanyKey, type CurrencyCode } from './places.ts';

export interface CatalogueItem {
  /** `P-0001` … `P-0300`; every 37th begins with a blank, which belongs to the number. */
  readonly number: string;
  readonly name: string;
  readonly kind: 'Item' | 'Service';
  readonly unit: 'ea' | 'box' | 'kg' | 'hr';
  /** In US dollars; `priceOf` gives it in another currency. */
  readonly priceUsd: number;
  readonly costUsd: number;
  readonly group: string;
  /** May no longer be sold, although it is released. */
  readonly stopped: boolean;
  /** Companies in which the product is released. */
  readonly releasedIn: readonly CompanyKey[];
  /** Has a site and warehouse of its own for orders, so that a line needs none. */
  readonly hasDefaultWarehouse: boolean;
}

const makes = ['Speaker', 'Amplifier', 'Projector', 'Television', 'Headphones', 'Cable', 'Mounting kit', 'Receiver', 'Turntable', 'Gehäuse für Lautsprecher'] as const;
const sizes = ['Compact', 'Standard', 'MidRange', 'HighEnd', 'Outdoor', 'Studio'] as const;
const services = ['Installation', 'Calibration', 'Training', 'Überprüfung vor Ort'] as const;
const itemCount = 300;

export function makeItems(seed: number): CatalogueItem[] {
  const random = makeRandom(seed * 7919 + 2);
  return Array.from({ length: itemCount }, (_, at) => makeItem(random, at + 1));
}

export function priceOf(item: CatalogueItem, currency: CurrencyCode): number {
  return roundMoney(item.priceUsd * rateBetween('USD', currency), currency);
}

function makeItem(random: Random, at: number): CatalogueItem {
  const number = `P-${String(at).padStart(4, '0')}`;
  const isService = at % 29 === 0;
  const priceUsd = roundMoney(pickWhole(random, 5, 900) + pickOne(random, [0, 0.5, 0.95, 0.99]));
  const make = pickOne(random, makes);
  const size = pickOne(random, sizes);
  const service = pickOne(random, services);
  return {
    number: at % 37 === 0 ? ` ${number}` : number,
    name: isService ? `${service} ${at}` : `${size} ${make} ${at}`,
    kind: isService ? 'Service' : 'Item',
    unit: isService ? 'hr' : at % 17 === 0 ? 'box' : at % 31 === 0 ? 'kg' : 'ea',
    priceUsd,
    costUsd: roundMoney(priceUsd * 0.62),
    group: isService ? 'Services' : make === 'Cable' ? 'Accessories' : 'Audio',
    stopped: at % 41 === 0,
    releasedIn: at % 43 === 0 ? [] : at % 23 === 0 ? ['us'] : ['us', 'de'],
    hasDefaultWarehouse: at % 3 !== 0,
  };
}
