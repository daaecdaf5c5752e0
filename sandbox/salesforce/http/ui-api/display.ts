import type { FieldDescribe } from '../../org.ts';

/** The text that a record page shows beside a value; null where the value says enough. */
export function displayValue(field: FieldDescribe, value: unknown, locale: string): string | null {
  if (value === null || value === undefined) return null;
  const tag = locale.replace('_', '-');
  switch (field.type) {
    case 'picklist':
      return field.picklistValues.find((one) => one.value === value)?.label ?? toText(value);
    case 'currency':
      return new Intl.NumberFormat(tag, { minimumFractionDigits: field.scale, maximumFractionDigits: field.scale }).format(Number(value));
    case 'double':
    case 'int':
      return new Intl.NumberFormat(tag, { maximumFractionDigits: field.scale }).format(Number(value));
    case 'percent':
      return `${new Intl.NumberFormat(tag, { maximumFractionDigits: field.scale }).format(Number(value))}%`;
    case 'date':
      return new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeZone: 'UTC' }).format(new Date(toText(value)));
    case 'datetime':
      return new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(toText(value)));
    default:
      return null;
  }
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
