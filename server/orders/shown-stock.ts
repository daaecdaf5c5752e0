import type { ConnectionSettingsInput } from '../contract/admin.ts';
import type { ShownStock, StockLevel } from '../contract/stock.ts';
import { compareDecimals } from '../kernel/money.ts';
import type { Availability } from '../model/availability.ts';

/** How the admin wants stock to be shown; absent: in exact figures. */
export type StockFigures = ConnectionSettingsInput['stockFigures'];

/** Stock as it may leave the backend: where the connection shows levels, no figure is in it. */
export function shownStock(item: Availability, figures: StockFigures): ShownStock {
  const exact = figures?.show !== 'levels';
  const figure = (value: string | null): string | null => (exact ? value : null);
  const level = (value: string | null): StockLevel | null => (exact || value === null ? null : levelOf(value, figures));
  return {
    ...item,
    onHand: figure(item.onHand),
    onHandLevel: level(item.onHand),
    atp: figure(item.atp),
    atpLevel: level(item.atp),
    warehouses: item.warehouses.map(({ onHand, available, ...place }) => ({ ...place, onHand: figure(onHand), onHandLevel: level(onHand), available: figure(available), availableLevel: level(available) })),
  };
}

function levelOf(value: string, { few, many }: Extract<StockFigures, { show: 'levels' }>): StockLevel {
  if (compareDecimals(value, '0') <= 0) return 'none';
  if (compareDecimals(value, few) < 0) return 'few';
  return compareDecimals(value, many) > 0 ? 'many' : 'some';
}

/** What `many` is more than; null where figures are exact. */
export const manyOf = (figures: StockFigures): string | null => (figures?.show === 'levels' ? figures.many : null);
