import type { ConnectionSettingsInput } from '../contract/admin.ts';
import type { ShownStock, StockLevel } from '../contract/stock.ts';
import { compareDecimals } from '../kernel/money.ts';
import type { Availability, StockFigure } from '../model/availability.ts';

/** How the admin wants stock to be shown; absent: in exact figures. */
export type StockFigures = ConnectionSettingsInput['stockFigures'];

/** Stock as it may leave the backend: where the connection shows levels, no figure is in it. */
export function shownStock(item: Availability, figures: StockFigures): ShownStock {
  const exact = figures?.show !== 'levels';
  const figure = (value: Told): string | null => (exact ? (value ?? null) : null);
  const level = (value: Told): StockLevel | null => (exact || value === null || value === undefined ? null : levelOf(value, figures));
  const shown = ({ onHand, reserved, onSalesOrders, available, ordered }: Record<StockFigure, Told>) => ({
    onHand: figure(onHand), onHandLevel: level(onHand),
    reserved: figure(reserved), reservedLevel: level(reserved),
    onSalesOrders: figure(onSalesOrders), onSalesOrdersLevel: level(onSalesOrders),
    available: figure(available), availableLevel: level(available),
    ordered: figure(ordered), orderedLevel: level(ordered),
  });
  return { ...item, ...shown(item), atp: figure(item.atp), atpLevel: level(item.atp), warehouses: item.warehouses.map((place) => ({ ...place, ...shown(place) })) };
}

/** Undefined in last known data of an earlier version, which had fewer figures. */
type Told = string | null | undefined;

function levelOf(value: string, { few, many }: Extract<StockFigures, { show: 'levels' }>): StockLevel {
  if (compareDecimals(value, '0') <= 0) return 'none';
  if (compareDecimals(value, few) < 0) return 'few';
  return compareDecimals(value, many) > 0 ? 'many' : 'some';
}

/** What `many` is more than; null where figures are exact. */
export const manyOf = (figures: StockFigures): string | null => (figures?.show === 'levels' ? figures.many : null);
