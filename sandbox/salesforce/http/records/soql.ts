/** A value as a SOQL literal; text is quoted and escaped so that it stays one literal. */
export function quoteSoql(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const escaped = text.replace(/[\\'"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return `'${escaped}'`;
}

const namePattern = /^[A-Za-z]\w*$/;

export function isApiName(name: string): boolean {
  return namePattern.test(name);
}

export function isId(text: string): boolean {
  return /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(text);
}
