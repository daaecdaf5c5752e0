/** A parsed formula. */
export type Formula =
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: string }
  | { kind: 'name'; path: string[] }
  | { kind: 'call'; name: string; args: Formula[] }
  | { kind: 'operator'; operator: string; left: Formula; right: Formula };

const token = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\d+(?:\.\d+)?)|([$A-Za-z_][\w.$]*)|(<>|!=|<=|>=|==|&&|\|\||[-+*/&=<>!(),])|(\/\*[\s\S]*?\*\/))/y;
const strengths: Record<string, number> = { '||': 1, '&&': 2, '=': 3, '==': 3, '<>': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4, '&': 5, '+': 6, '-': 6, '*': 7, '/': 7 };

function tokenize(source: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (source.slice(token.lastIndex).trim()) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (!found) throw new Error(`The formula cannot be read at "${source.slice(at, at + 20)}"`);
    if (found[5] === undefined) tokens.push(found[0].trim());
  }
  return tokens;
}

/** Reads a validation formula. */
export function parseFormula(source: string): Formula {
  const tokens = tokenize(source);
  let at = 0;
  const expect = (wanted: string): void => {
    if (tokens[at] !== wanted) throw new Error(`The formula wants "${wanted}" instead of "${tokens[at] ?? 'its end'}"`);
    at += 1;
  };
  const primary = (): Formula => {
    const shown = tokens[at] ?? '';
    at += 1;
    if (shown === '(') {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    if (shown === '!') return { kind: 'call', name: 'not', args: [primary()] };
    if (shown === '-') return { kind: 'operator', operator: '-', left: { kind: 'number', value: '0' }, right: primary() };
    if (/^["']/.test(shown)) return { kind: 'text', value: shown.slice(1, -1).replace(/\\(.)/g, '$1') };
    if (/^\d/.test(shown)) return { kind: 'number', value: shown };
    if (!/^[$A-Za-z_]/.test(shown)) throw new Error(`The formula has "${shown}" where a value is due`);
    return tokens[at] === '(' ? call(shown) : { kind: 'name', path: shown.split('.') };
  };
  const call = (name: string): Formula => {
    const args: Formula[] = [];
    expect('(');
    while (tokens[at] !== ')') {
      args.push(binary(0));
      if (tokens[at] === ',') at += 1;
      else break;
    }
    expect(')');
    return { kind: 'call', name: name.toLowerCase(), args };
  };
  const binary = (weakest: number): Formula => {
    let left = primary();
    for (let strength = strengths[tokens[at] ?? ''] ?? 0; strength > weakest; strength = strengths[tokens[at] ?? ''] ?? 0) {
      const operator = tokens[at] ?? '';
      at += 1;
      left = { kind: 'operator', operator, left, right: binary(strength) };
    }
    return left;
  };
  const formula = binary(0);
  if (at < tokens.length) throw new Error(`The formula goes on with "${tokens[at] ?? ''}" after its end`);
  return formula;
}
