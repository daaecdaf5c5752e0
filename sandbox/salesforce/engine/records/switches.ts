/** Features that bring fields of their own: an org without one does not know those fields at all (salesforce.md §6.2). */
export interface OrgSwitches {
  multiCurrency: boolean;
  personAccounts: boolean;
}

export const switchesOf = ({ multiCurrency, personAccounts }: Partial<OrgSwitches>): OrgSwitches => ({ multiCurrency: multiCurrency ?? false, personAccounts: personAccounts ?? false });

/** Currencies of an org that has several: the corporate one first, rates against it. */
export const currencies = [{ code: 'USD', rate: '1' }, { code: 'EUR', rate: '0.9' }] as const;
export const corporateCurrency = currencies[0].code;
