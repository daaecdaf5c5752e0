export type CompanyKey = 'us' | 'de';
export type CurrencyCode = 'USD' | 'EUR' | 'GBP' | 'JPY';

export interface CatalogueWarehouse {
  readonly site: string;
  readonly code: string;
  readonly name: string;
  /** Code of the same place in Business Central. */
  readonly location: string;
}

/** One legal entity, as both ERPs know it. */
export interface CatalogueCompany {
  readonly key: CompanyKey;
  readonly name: string;
  readonly currency: CurrencyCode;
  readonly country: string;
  readonly fno: { readonly dataAreaId: string; readonly name: string };
  readonly businessCentral: { readonly id: string; readonly name: string };
  readonly warehouses: readonly [CatalogueWarehouse, ...CatalogueWarehouse[]];
}

export const companies: readonly [CatalogueCompany, CatalogueCompany] = [
  {
    key: 'us',
    name: 'Contoso USA',
    currency: 'USD',
    country: 'US',
    fno: { dataAreaId: 'usmf', name: 'Contoso Entertainment System USA' },
    businessCentral: { id: 'a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1', name: 'CRONUS USA' },
    warehouses: [
      { site: '1', code: '13', name: 'Speaker production', location: 'MAIN' },
      { site: '1', code: '11', name: 'Returns and spares', location: 'EAST' },
      { site: '2', code: '24', name: 'Distribution west', location: 'WEST' },
    ],
  },
  {
    key: 'de',
    name: 'Contoso Germany',
    currency: 'EUR',
    country: 'DE',
    fno: { dataAreaId: 'demf', name: 'Contoso Entertainment System Germany' },
    businessCentral: { id: 'b0b0b0b0-bbbb-cccc-dddd-e2e2e2e2e2e2', name: 'CRONUS DE' },
    warehouses: [
      { site: '3', code: '31', name: 'Zentrallager München', location: 'MÜNCHEN' },
      { site: '3', code: '32', name: 'Außenlager Köln', location: 'KÖLN' },
    ],
  },
];

export interface CatalogueCurrency {
  readonly code: CurrencyCode;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Worth of one unit in US dollars. */
  readonly inUsd: number;
}

export const currencies: readonly CatalogueCurrency[] = [
  { code: 'USD', name: 'US Dollar', symbol: '$', decimals: 2, inUsd: 1 },
  { code: 'EUR', name: 'Euro', symbol: '€', decimals: 2, inUsd: 1.1 },
  { code: 'GBP', name: 'Pound Sterling', symbol: '£', decimals: 2, inUsd: 1.28 },
  { code: 'JPY', name: 'Japanese Yen', symbol: '¥', decimals: 0, inUsd: 0.0068 },
];

export function currencyOf(code: string): CatalogueCurrency | undefined {
  return currencies.find((currency) => currency.code === code);
}

export function rateBetween(from: CurrencyCode, to: CurrencyCode): number {
  return from === to ? 1 : (currencyOf(from)?.inUsd ?? 1) / (currencyOf(to)?.inUsd ?? 1);
}

/** Rounds half away from zero to the currency's decimals. */
export function roundMoney(amount: number, code: string = 'USD'): number {
  const scale = 10 ** (currencyOf(code)?.decimals ?? 2);
  const rounded = Math.round(Math.abs(amount) * scale * (1 + Number.EPSILON)) / scale;
  return amount < 0 ? 0 - rounded : rounded;
}
