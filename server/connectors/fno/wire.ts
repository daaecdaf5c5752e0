import * as z from 'zod';
import { decimal } from '../../kernel/money.ts';
import { enumLiteral, type Literal } from '../odata/literal.ts';

/** Empty text arrives as '' (fno.md §3): absent. Blanks inside and in front belong to the value. */
export const text = z.string().nullish().transform((value) => (value === undefined || value === null || value === '' ? null : value));

/** A key: present, as written. */
export const key = z.string().min(1);

/** Numbers are JSON numbers; absent counts as zero, as F&O has no empty number. */
export const amount = z.union([z.number(), z.string()]).nullish().transform((value) => decimal(value === undefined || value === null || value === '' ? 0 : value));

/** An AX date travels as `T12:00:00Z`; 1900-01-01 means none (fno.md §3). */
export const date = z.string().nullish().transform((value) => (value === undefined || value === null || value === '' || value.startsWith('1900-01-01') ? null : value.slice(0, 10)));

export const instant = z.string().nullish().transform((value) => (value === undefined || value === null || value === '' || value.startsWith('1900-01-01') ? null : new Date(value).toISOString()));

/** Microsoft.Dynamics.DataEntities.NoYes */
export const flag = z.string().nullish().transform((value) => value === 'Yes');

/** An enum member; unknown members pass as text. */
export const member = z.string().nullish().transform((value) => value ?? '');

export const currency = z.string().nullish().transform((value) => (value !== undefined && value !== null && /^[A-Z]{3}$/i.test(value) ? value.toUpperCase() : null));

export const enumOf = (type: string, value: string): Literal => enumLiteral(`Microsoft.Dynamics.DataEntities.${type}`, value);

/** How a calendar date is written (fno.md §3). */
export const wireDate = (day: string): string => `${day}T12:00:00Z`;

/** Company ids come back in lower case and are compared so (fno.md §3). */
export const companyId = (company: string): string => company.trim().toLowerCase();
