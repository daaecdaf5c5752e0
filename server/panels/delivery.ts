import type { WarehouseRule } from '../contract/admin.ts';
import { countryCode } from '../kernel/countries.ts';
import { compareDecimals, isNegative, isZero, subtract } from '../kernel/money.ts';
import type { Availability } from '../model/availability.ts';

/** Where a deal is shipped to, as Salesforce has it. */
export interface ShipTo {
  country: string | null;
  postalCode: string | null;
}

export interface Delivery {
  /** First of the ranking that has the quantity; null when none has. */
  warehouse: string | null;
  site: string | null;
  /** The ranking for this address, best first; empty when no rule fits it. */
  ranked: string[];
}

/** The warehouses of the first rule that fits the address; null when there are no rules at all. */
export function rankFor(rules: readonly WarehouseRule[] | undefined, to: ShipTo): string[] | null {
  if (rules === undefined || rules.length === 0) return null;
  const country = to.country === null ? null : plainCountry(to.country);
  const code = plainCode(to.postalCode ?? '');
  const fitting = rules.find((rule) =>
    (rule.country === undefined || plainCountry(rule.country) === country)
    && (rule.postalPrefix === undefined || code.startsWith(plainCode(rule.postalPrefix))));
  return fitting?.warehouses ?? [];
}

const plainCountry = (text: string): string => countryCode(text) ?? text.trim().toLowerCase();
/** `SW1A 1AA`, `sw1a1aa` and `SW1A-1AA` are one code. */
const plainCode = (text: string): string => text.replace(/[\s-]/g, '').toUpperCase();

/**
 * Chooses a warehouse for one line after another: what one takes, the next does not find any more. Null for a line about which nothing can be
 * said: nothing is ranked, the item is not stocked, what is free of it is not told by warehouse, or goods are taken back.
 */
export function createDeliveries(ranked: readonly string[] | null): (item: Availability | null, quantity: string) => Delivery | null {
  const taken = new Map<string, string>();
  return (item, quantity) => {
    if (ranked === null || item === null || !isTold(item) || isNegative(quantity) || isZero(quantity)) return null;
    const places = ranked.flatMap((name) => item.warehouses.filter(({ warehouse }) => same(warehouse, name)));
    for (const { warehouse, site, available } of places) {
      const key = JSON.stringify([item.itemNumber, warehouse, site]);
      const left = taken.get(key) ?? available;
      if (left === null || compareDecimals(left, quantity) < 0) continue;
      taken.set(key, subtract(left, quantity));
      return { warehouse, site, ranked: [...ranked] };
    }
    return { warehouse: null, site: null, ranked: [...ranked] };
  };
}

/** Stock without a warehouse says nothing about one; no stock at all says that none has it. */
const isTold = ({ known, onHand, warehouses }: Availability): boolean =>
  known && onHand !== null && (warehouses.length === 0 ? isZero(onHand) : warehouses.some(({ available }) => available !== null));
const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
