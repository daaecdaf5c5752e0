import { addressLines } from './address-lines.ts';
import { letterCase } from './case.ts';
import { country } from './country.ts';
import { currency } from './currency.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { discountAmount } from './discount-amount.ts';
import { discountPercent } from './discount-percent.ts';
import { lookup } from './lookup.ts';
import { pad } from './pad.ts';
import { phone } from './phone.ts';
import { replace } from './replace.ts';
import { round } from './round.ts';
import { taxId } from './tax-id.ts';
import type { Transform } from './transform.ts';
import { trim } from './trim.ts';
import { unit } from './unit.ts';

/** Every transform that a mapping may name. */
export const TRANSFORMS: readonly Transform[] = [addressLines, letterCase, country, currency, cut, date, discountAmount, discountPercent, lookup, pad, phone, replace, round, taxId, trim, unit];

export const transformNamed = (name: string): Transform | undefined => TRANSFORMS.find((transform) => transform.name === name);
