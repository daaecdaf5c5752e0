/** The text of a literal in a `$filter` or key, not yet percent-encoded. */
export type Literal = string & { readonly literal: unique symbol };

const literal = (text: string): Literal => text as Literal;

/** Edm.String: quotes doubled, nothing else is special. */
export const stringLiteral = (value: string): Literal => literal(`'${value.replaceAll("'", "''")}'`);

/** Edm.Guid stands unquoted; anything else than a GUID is refused. */
export function guidLiteral(value: string): Literal {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw new RangeError('not a GUID');
  return literal(value);
}

/** Edm.Int32, Int64, Decimal: a plain decimal number. */
export function numberLiteral(value: string | number): Literal {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError('not a plain number');
  return literal(text);
}

/** Edm.Date, unquoted. */
export function dateLiteral(value: string): Literal {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new RangeError('not a date');
  return literal(value);
}

/** Edm.DateTimeOffset, unquoted, UTC. */
export function instantLiteral(value: string): Literal {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value)) throw new RangeError('not a UTC instant');
  return literal(value);
}

export const booleanLiteral = (value: boolean): Literal => literal(String(value));

/** An enum member with its type, `Namespace.Type'Member'`. */
export function enumLiteral(type: string, member: string): Literal {
  if (!/^[\w.]+$/.test(type) || !/^\w+$/.test(member)) throw new RangeError('not an enum member');
  return literal(`${type}'${member}'`);
}
