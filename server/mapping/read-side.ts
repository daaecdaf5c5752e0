import { readByPattern, readIsoDay, toInstant } from './dates.ts';
import type { MappingField } from './document.ts';
import { stop, type Stop } from './problems.ts';
import { asText, toDecimal, type Value } from './value.ts';
import { fitText, toBoolean } from './wire.ts';

type Side = NonNullable<MappingField['from']>;

/** `1.234,56` with a comma as the decimal sign, `1,234.56` with a point. */
function readNumber(text: string, format: string | undefined): string | null {
  if (format === 'comma') return toDecimal(text.replaceAll('.', '').replace(',', '.'));
  return toDecimal(format === 'point' ? text.replaceAll(',', '') : text);
}

/** Understands a value by what the mapping says about its source. */
export function readSide(value: string | boolean, side: Side): { value: Value; remark?: string } | Stop {
  const text = asText(value);
  const fitted = fitText(text, side);
  if ('problem' in fitted) return fitted;
  switch (side.type) {
    case 'decimal': case 'integer': {
      const number = readNumber(fitted.value, side.format);
      return number === null || (side.type === 'integer' && number.includes('.')) ? stop('not-a-number', `"${text}" is no ${side.type === 'integer' ? 'whole ' : ''}number`, 'Correct the number.') : { value: number };
    }
    case 'boolean': {
      const flag = toBoolean(value);
      return flag === null ? stop('not-yes-or-no', `"${text}" is neither yes nor no`, 'Correct the value.') : { value: flag };
    }
    case 'date': {
      const isPattern = side.format !== undefined && side.format !== 'iso';
      const day = isPattern ? readByPattern(text, side.format ?? '') : readIsoDay((toInstant(text) ?? text).slice(0, 10));
      return day === null ? stop('not-a-date', `"${text}" is no date${isPattern ? ` written as ${side.format}` : ''}`, 'Correct the date.') : { value: day };
    }
    case 'instant': {
      const instant = toInstant(text);
      return instant === null ? stop('not-a-date', `"${text}" is no instant`, 'Correct the value.') : { value: instant };
    }
    default: return fitted;
  }
}
