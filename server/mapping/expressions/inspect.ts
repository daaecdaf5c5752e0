import jsonata from 'jsonata';
import { notRepeatable } from './functions.ts';

export interface InspectedExpression {
  /** Why it cannot be used, in words; null when it can. */
  problem: string | null;
  /** Paths of the record that it reads, `Opportunity.Amount`. */
  paths: string[];
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const MOST_KEPT = 500;
const inspected = new Map<string, InspectedExpression>();

/** Parses an expression without running it. */
export function inspectExpression(expression: string): InspectedExpression {
  const known = inspected.get(expression) ?? inspect(expression);
  if (inspected.size >= MOST_KEPT) inspected.clear();
  inspected.set(expression, known);
  return known;
}

function inspect(expression: string): InspectedExpression {
  try {
    const ast: unknown = jsonata(expression).ast();
    const paths = new Set<string>();
    const banned = new Set<string>();
    walk(ast, (node) => {
      if (node['type'] === 'path' && Array.isArray(node['steps'])) addPath(node['steps'], paths);
      if (node['type'] === 'variable' && notRepeatable.some((name) => name === node['value'])) banned.add(String(node['value']));
    });
    const problem = banned.size === 0 ? null : `${[...banned].map((name) => `$${name}`).join(', ')} is not allowed, since a mapping must give the same each time`;
    return { problem, paths: [...paths] };
  } catch (thrown) {
    const { message, position } = isNode(thrown) ? thrown : { message: undefined, position: undefined };
    return { problem: `${typeof message === 'string' ? message : 'it cannot be read'}${typeof position === 'number' ? ` (at character ${position})` : ''}`, paths: [] };
  }
}

/** The first two names of a path are the object and its field. */
function addPath(steps: unknown[], paths: Set<string>): void {
  const names = steps.map((step) => (isNode(step) && step['type'] === 'name' && typeof step['value'] === 'string' ? step['value'] : null));
  const [scope, field] = names[0] === null ? [null, null] : names;
  if (typeof scope === 'string' && typeof field === 'string') paths.add(`${scope}.${field}`);
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const part of Object.values(value)) walk(part, visit);
  }
}
