import { countryCode } from '../kernel/countries.ts';
import { CrossledgerError } from '../kernel/errors.ts';
import type { DealAccount } from '../salesforce/org-port.ts';
import type { ConnectionState, Directory } from './directory.ts';

export interface PlaceWish {
  accountName: string;
  connection: string | null;
  company: string | null;
  country: string | null;
  /** The asking user may not see it; then nothing that depends on it is decided. */
  countryHidden?: boolean;
}

/** What a deal's account says about where its order belongs. */
export const wishOf = (account: DealAccount | null): PlaceWish => ({ accountName: account?.name ?? '', connection: account?.connection ?? null, company: account?.company ?? null, country: account?.country ?? null });

export interface Place {
  connection: ConnectionState;
  company: string;
}

/**
 * Which ERP company a record belongs to: what the account says, else the first routing rule that fits its country, else the
 * only connection there is. Throws connection.unknown, connection.undecided or connection.country-hidden.
 */
export async function findPlace(directory: Directory, orgId: string, wish: PlaceWish, options: { fresh: boolean }): Promise<Place> {
  const name = wish.connection ?? (await routed(directory, orgId, wish))?.connection ?? (await onlyConnection(directory, orgId));
  if (name === null) throw new CrossledgerError('connection.undecided', { account: wish.accountName });
  const connection = await directory.connection(orgId, name, options);
  if (connection === null) throw new CrossledgerError('connection.unknown', { connection: name });
  const rule = wish.company === null ? await routed(directory, orgId, { ...wish, connection: name }) : null;
  return { connection, company: wish.company ?? rule?.company ?? connection.defaultCompany };
}

async function routed(directory: Directory, orgId: string, wish: PlaceWish): Promise<{ connection: string; company: string } | null> {
  const country = wish.country === null ? null : plainCountry(wish.country);
  const rules = await directory.routing(orgId);
  return rules.find((rule) => {
    if (wish.connection !== null && rule.connection !== wish.connection) return false;
    if (wish.company !== null && rule.company.toLowerCase() !== wish.company.toLowerCase()) return false;
    if (rule.country !== null && wish.countryHidden === true) throw new CrossledgerError('connection.country-hidden', { account: wish.accountName });
    return rule.country === null || plainCountry(rule.country) === country;
  }) ?? null;
}

/** `Germany`, `DE` and `Deutschland` are one country. */
const plainCountry = (text: string): string => countryCode(text) ?? text.trim().toLowerCase();

async function onlyConnection(directory: Directory, orgId: string): Promise<string | null> {
  const names = await directory.connectionNames(orgId);
  return names.length === 1 ? (names[0] ?? null) : null;
}
