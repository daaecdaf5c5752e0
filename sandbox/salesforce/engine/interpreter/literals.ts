/** The text of an Apex string literal. */
export function unescapeApex(literal: string): string {
  if (literal.startsWith("'''")) return literal.slice(3, -3).replace(/^\s*\n/, '');
  return literal.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) => ({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' })[code] ?? (code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : code));
}
