import { makeRandom, pickOne, pickWhole, type Random } from '../common/random.ts';
import type { CompanyKey, CurrencyCode } from './places.ts';

export interface CatalogueCustomer {
  /** `C-00001` … `C-00200`, the same in every company and ERP. */
  readonly number: string;
  readonly name: string;
  readonly taxId: string;
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly email: string;
  readonly phone: string;
  readonly currency: CurrencyCode;
  readonly language: string;
  readonly group: '10' | '20' | '30';
  readonly paymentTerms: 'Net10' | 'Net30' | 'Net60';
  readonly termDays: number;
  /** In the currency of the company; 0 means no limit because `creditLimitIsMandatory` is false then. */
  readonly creditLimit: number;
  readonly creditLimitIsMandatory: boolean;
  readonly blocked: 'No' | 'Invoice' | 'All';
  /** Companies in which the customer exists. */
  readonly companies: readonly CompanyKey[];
  readonly contact: { readonly id: string; readonly name: string; readonly title: string };
}

interface Place {
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly country: string;
  readonly currency: CurrencyCode;
  readonly language: string;
  readonly street: string;
}

const us = { country: 'US', currency: 'USD', language: 'en-us' } as const;
const de = { country: 'DE', currency: 'EUR', language: 'de', state: '' } as const;
const gb = { country: 'GB', currency: 'GBP', language: 'en-gb', state: '' } as const;

const places: readonly [Place, ...Place[]] = [
  { ...us, city: 'Seattle', state: 'WA', postalCode: '98101', street: 'Pine Street' },
  { ...us, city: 'Atlanta', state: 'GA', postalCode: '30303', street: 'Market Square' },
  { ...us, city: 'Chicago', state: 'IL', postalCode: '60601', street: 'Lake Street' },
  { ...us, city: 'San Diego', state: 'CA', postalCode: '92101', street: 'Harbor Drive' },
  { ...us, city: 'Denver', state: 'CO', postalCode: '80202', street: 'Union Avenue' },
  { ...de, city: 'München', postalCode: '80331', street: 'Sendlinger Straße' },
  { ...de, city: 'Köln', postalCode: '50667', street: 'Hohe Straße' },
  { ...de, city: 'Düsseldorf', postalCode: '40213', street: 'Königsallee' },
  { country: 'AT', currency: 'EUR', language: 'de-at', state: '', city: 'Graz', postalCode: '8010', street: 'Herrengasse' },
  { country: 'FR', currency: 'EUR', language: 'fr', state: '', city: 'Orléans', postalCode: '45000', street: 'Rue Royale' },
  { ...gb, city: 'London', postalCode: 'EC1A 1BB', street: 'King Edward Street' },
  { ...gb, city: 'Leeds', postalCode: 'LS1 4AP', street: 'Park Row' },
  { country: 'JP', currency: 'JPY', language: 'ja', state: '', city: 'Osaka', postalCode: '530-0001', street: 'Umeda' },
];

const houses = [
  'Contoso', 'Fabrikam', 'Adatum', 'Northwind', "O'Hara & Sons", 'Tailspin', 'Wingtip', 'Litware', 'Proseware', 'Müller & Söhne',
  'Trey Research', 'Lucerne', 'Alpine Ski House', 'Blue Yonder', 'Coho', "Margie's", 'Fourth Coffee', 'Grünwald', 'Humongous', 'Wide World',
] as const;
const trades = ['Retail', 'Wholesale', 'Audio', 'Outfitters', 'Supply', 'Logistics', 'Travel', 'Foods', 'Instruments', 'Lighting'] as const;
const titles = ['Purchasing manager', 'Accounts payable', 'Store manager', 'Head of procurement'] as const;

const customerCount = 200;

export function makeCustomers(seed: number): CatalogueCustomer[] {
  const random = makeRandom(seed * 7919 + 1);
  return Array.from({ length: customerCount }, (_, at) => makeCustomer(random, at + 1));
}

function makeCustomer(random: Random, at: number): CatalogueCustomer {
  const place = pickOne(random, places);
  const name = nameOf(at, place.country);
  const limit = at % 6 === 4 ? 0 : pickWhole(random, 1, 40) * 5000;
  const termDays = ([30, 10, 60] as const)[at % 3] ?? 30;
  return {
    number: `C-${String(at).padStart(5, '0')}`,
    name,
    taxId: taxIdOf(at, place.country),
    street: `${pickWhole(random, 1, 240)} ${place.street}`,
    city: place.city,
    state: place.state,
    postalCode: place.postalCode,
    country: place.country,
    email: `ap${at}@customer.example`,
    phone: `+1 555 ${String(1000 + at)}`,
    currency: place.currency,
    language: place.language,
    group: (['10', '20', '30'] as const)[at % 3] ?? '10',
    paymentTerms: `Net${termDays}`,
    termDays,
    creditLimit: limit,
    creditLimitIsMandatory: limit > 0,
    blocked: at % 25 === 13 ? 'All' : at % 25 === 20 ? 'Invoice' : 'No',
    companies: companiesOf(at),
    contact: { id: String(40 + at).padStart(9, '0'), name: `Office ${name}`, title: pickOne(random, titles) },
  };
}

/** Seven of ten customers buy from both companies. */
function companiesOf(at: number): CompanyKey[] {
  const digit = at % 10;
  if (digit >= 1 && digit <= 7) return ['us', 'de'];
  return digit === 8 ? ['de'] : ['us'];
}

/** Twenty houses times ten trades, so that every name is its own. */
function nameOf(at: number, country: string): string {
  const house = houses[(at - 1) % houses.length];
  const trade = trades[Math.floor((at - 1) / houses.length)];
  const form: Record<string, string> = { DE: ' GmbH', AT: ' GmbH', GB: ' Ltd', FR: ' SARL', JP: ' KK' };
  return `${house} ${trade}${form[country] ?? ' Inc.'}`;
}

function taxIdOf(at: number, country: string): string {
  const digits = String(100_000_000 + at * 4_321_987).slice(0, 9);
  if (country === 'US') return `${digits.slice(0, 2)}-${digits.slice(2)}`;
  return `${country}${digits}`;
}
