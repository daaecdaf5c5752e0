/** Instants as people read them: UTC, to the second; empty for none. */
export const instantWords = (instant: string | null | undefined): string => (instant === null || instant === undefined ? '' : `${instant.replace('T', ' ').slice(0, 19)}Z`);

export const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');

/** An amount always with its currency; empty for none. */
export const moneyWords = (amount: string | null | undefined, currency: string | null | undefined): string => (amount === null || amount === undefined ? '' : `${amount} ${currency ?? ''}`.trim());
