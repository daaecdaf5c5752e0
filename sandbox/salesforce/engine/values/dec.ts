import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ precision: 50, toExpNeg: -60, toExpPos: 60, rounding: Decimal.ROUND_HALF_UP });
const DIVISION_DIGITS = 33;

/** Decimal or Double: exact, with the scale that Apex shows (1.50 stays 1.50). */
export class Dec {
  readonly d: Decimal;
  readonly scale: number;
  constructor(value: Decimal.Value, scale?: number) {
    this.d = new Exact(value);
    this.scale = scale ?? (typeof value === 'string' ? scaleOf(value) : this.d.decimalPlaces());
  }
  toString(): string {
    return this.d.toFixed(this.scale);
  }
  plus(other: Dec): Dec {
    return new Dec(this.d.plus(other.d), Math.max(this.scale, other.scale));
  }
  minus(other: Dec): Dec {
    return new Dec(this.d.minus(other.d), Math.max(this.scale, other.scale));
  }
  times(other: Dec): Dec {
    return new Dec(this.d.times(other.d), this.scale + other.scale);
  }
  dividedBy(other: Dec): Dec {
    return new Dec(this.d.div(other.d).toDecimalPlaces(DIVISION_DIGITS));
  }
  round(scale: number, mode: Decimal.Rounding = Decimal.ROUND_HALF_UP): Dec {
    return new Dec(this.d.toDecimalPlaces(scale, mode), scale);
  }
  toNumber(): number {
    return this.d.toNumber();
  }
}

function scaleOf(text: string): number {
  if (/e/i.test(text)) return new Exact(text).decimalPlaces();
  const dot = text.indexOf('.');
  return dot < 0 ? 0 : text.length - dot - 1;
}

export const toDec = (value: Dec | number): Dec => (value instanceof Dec ? value : new Dec(value));
export const toNumber = (value: Dec | number): number => (value instanceof Dec ? value.toNumber() : value);
export { Decimal };
