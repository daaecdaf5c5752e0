import { parse } from '@lwc/template-compiler';
import { elements, read } from './read.ts';
import { join, PLAIN, text, type Value } from './value.ts';
import type { At, World } from './world.ts';

interface Expression { type: string; name?: string; value?: unknown; object?: Expression; property?: Expression }
interface TemplateNode {
  type: string;
  name?: string | { name: string };
  location?: { startLine: number };
  children?: TemplateNode[];
  else?: TemplateNode;
  item?: { name: string };
  expression?: Expression;
  condition?: Expression;
  value?: Expression;
  attributes?: TemplateNode[];
  properties?: TemplateNode[];
  directives?: TemplateNode[];
}
interface Parsed { root?: TemplateNode; warnings: { message: string }[] }
type Names = ReadonlyMap<string, Value>;

/** Reads what a component's template reads, and hands what it passes on to the components in it. */
export function followTemplate(world: World, file: string, self: Value): void {
  const source = world.template(file);
  if (!source) return;
  follow(world, rootOf(source), new Map(), { self, at: { file: source.file, line: 1 } });
}

const parsed = new Map<string, TemplateNode>();

function rootOf({ file, text: html }: { file: string; text: string }): TemplateNode {
  const known = parsed.get(html);
  if (known) return known;
  const { root, warnings } = parse(html, {}) as unknown as Parsed;
  if (!root) throw new Error(`${file}: ${warnings.map(({ message }) => message).join(' ')}`);
  parsed.set(html, root);
  return root;
}

interface Place { self: Value; at: At }

function valueOf(world: World, expression: Expression, names: Names, place: Place): Value {
  if (expression.type === 'Literal') return typeof expression.value === 'string' ? text(expression.value) : PLAIN;
  if (expression.type === 'MemberExpression' && expression.object && expression.property) return read(world, valueOf(world, expression.object, names, place), expression.property.name ?? '', place.at);
  if (expression.type !== 'Identifier' || expression.name === undefined) throw new Error(`${place.at.file}:${place.at.line}: ${expression.type} is not followed`);
  const { name } = expression;
  return names.get(name) ?? join(...place.self.map((atom) => (atom.kind === 'object' ? (world.memberOf(atom, name) ?? PLAIN) : PLAIN)));
}

function follow(world: World, node: TemplateNode, names: Names, { self, at }: Place): void {
  const here = { self, at: { ...at, line: node.location?.startLine ?? at.line } };
  const value = (expression: Expression): Value => valueOf(world, expression, names, here);
  for (const one of [node.condition, node.type === 'Text' ? node.value : undefined]) if (one) value(one);
  const set = (one: TemplateNode): Value => (one.value ? valueOf(world, one.value, names, { self, at: { ...at, line: one.location?.startLine ?? here.at.line } }) : PLAIN);
  for (const one of [...(node.attributes ?? []), ...(node.directives ?? [])]) set(one);
  const properties = new Map((node.properties ?? []).map((one) => [one.name as string, set(one)]));
  if (node.type === 'Component' && typeof node.name === 'string' && node.name.startsWith('c-')) followChild(world, node.name, properties);
  const inner = node.item && node.expression ? new Map([...names, [node.item.name, elements(value(node.expression))]]) : names;
  for (const one of [...(node.children ?? []), ...(node.else ? [node.else] : [])]) follow(world, one, inner, here);
}

function followChild(world: World, tag: string, properties: Names): void {
  if (![...properties.values()].some((value) => value.length > 0)) return;
  const name = tag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  for (const atom of world.component(name)) if (atom.kind === 'class') world.follow(atom, properties);
}
