import { ODataProblem } from './problem.ts';

export interface Order {
  readonly property: string;
  readonly descending: boolean;
}

/** The query options of one read. */
export interface QueryOptions {
  readonly filter?: string;
  readonly select?: readonly string[];
  readonly orderBy: readonly Order[];
  readonly top?: number;
  readonly skip: number;
  readonly count: boolean;
  readonly expand: readonly Expand[];
  readonly skipToken?: string;
}

export interface Expand {
  readonly navigation: string;
  readonly options: QueryOptions;
}

const known = new Set(['$filter', '$select', '$orderby', '$top', '$skip', '$count', '$expand', '$skiptoken', '$format', '$schemaversion']);

/** Reads the options of a query string; an unknown `$` option is refused, as both ERPs do. */
export function readOptions(query: URLSearchParams): QueryOptions {
  const options = new Map<string, string>();
  for (const [name, value] of query) if (name.startsWith('$')) options.set(name.toLowerCase(), value);
  return readOptionMap(options);
}

function readOptionMap(options: ReadonlyMap<string, string>): QueryOptions {
  for (const name of options.keys()) {
    if (!known.has(name)) throw new ODataProblem(400, 'option', `The query parameter '${name}' is not supported.`);
  }
  const filter = options.get('$filter')?.trim();
  const select = options.get('$select');
  const top = readWhole(options, '$top');
  const skipToken = options.get('$skiptoken');
  return {
    ...(filter && { filter }),
    ...(select !== undefined && select.trim() !== '*' && { select: splitTop(select, ',') }),
    orderBy: splitTop(options.get('$orderby') ?? '', ',').map((part) => readOrder(part)),
    ...(top !== undefined && { top }),
    skip: readWhole(options, '$skip') ?? 0,
    count: readFlag(options.get('$count')),
    expand: splitTop(options.get('$expand') ?? '', ',').map((part) => readExpand(part)),
    ...(skipToken !== undefined && { skipToken }),
  };
}

function readWhole(options: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = options.get(name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value.trim())) throw new ODataProblem(400, 'option', `Invalid value '${value}' for ${name} query option found. The ${name} query option requires a non-negative integer value.`);
  return Number(value);
}

function readFlag(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw new ODataProblem(400, 'option', `Invalid value '${value}' for $count query option found.`);
}

function readOrder(part: string): Order {
  const match = /^(\w+)(?:\s+(asc|desc))?$/.exec(part);
  if (!match?.[1]) throw new ODataProblem(400, 'syntax', `Syntax error in $orderby at '${part}'.`);
  return { property: match[1], descending: match[2] === 'desc' };
}

function readExpand(part: string): Expand {
  const match = /^(\w+)(?:\(([^]*)\))?$/.exec(part);
  if (!match?.[1]) throw new ODataProblem(400, 'syntax', `Syntax error in $expand at '${part}'.`);
  const inner = splitTop(match[2] ?? '', ';').map((option): [string, string] => {
    const mark = option.indexOf('=');
    if (mark < 0) throw new ODataProblem(400, 'syntax', `Syntax error in $expand at '${option}'.`);
    return [option.slice(0, mark).trim().toLowerCase(), option.slice(mark + 1)];
  });
  return { navigation: match[1], options: readOptionMap(new Map(inner)) };
}

/** Splits at a separator that stands outside quotes and parentheses. */
export function splitTop(source: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let part = '';
  for (const sign of source) {
    if (sign === "'") quoted = !quoted;
    if (!quoted && sign === '(') depth += 1;
    if (!quoted && sign === ')') depth -= 1;
    if (!quoted && depth === 0 && sign === separator) {
      parts.push(part.trim());
      part = '';
    } else part += sign;
  }
  if (part.trim() !== '') parts.push(part.trim());
  return parts;
}
