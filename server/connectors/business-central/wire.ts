import * as z from 'zod';
import { decimal, roundMoney } from '../../kernel/money.ts';

/** Blank text is "", never null (business-central.md §1): absent. */
export const text = z.string().nullish().transform((value) => (value === undefined || value === null || value === '' ? null : value));

export const key = z.string().min(1);

export const amount = z.union([z.number(), z.string()]).nullish().transform((value) => decimal(value === undefined || value === null || value === '' ? 0 : value));

/** 0001-01-01 means none (business-central.md §1). */
export const date = z.string().nullish().transform((value) => (value === undefined || value === null || value === '' || value.startsWith('0001-01-01') ? null : value.slice(0, 10)));

/** Enum values travel XML-encoded, and documents print the caption: both are read, `_x0020_` is blank (business-central.md §1). */
export const member = z.string().nullish().transform((value) => decodeMember(value ?? ''));

export const decodeMember = (value: string): string => value.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).trim();

/** Blank is the company's own currency. */
export const currency = z.string().nullish().transform((value) => (value !== undefined && value !== null && /^[A-Z]{3}$/i.test(value) ? value.toUpperCase() : null));

export const inCurrency = (value: string, code: string | null): string => (code === null ? value : roundMoney(value, code));
