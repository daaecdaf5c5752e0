import type { SObj } from '../values/sobj.ts';

/** First and last name, as the platform joins them. */
export const fullName = (record: SObj): string => [record.get('FirstName'), record.get('LastName')].filter((part) => typeof part === 'string').join(' ');
