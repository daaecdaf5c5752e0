import { ApexParserFactory } from '@apexdevtools/apex-parser';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { readProject, readText } from './salesforce/project.ts';
import { readObjectFields, type ObjectFields } from './salesforce/object-fields.ts';

/** What this check uses of a parse tree's node. */
interface TreeNode {
  children?: TreeNode[] | null;
  start?: { line: number };
  getText: () => string;
}

/** The query that a field name belongs to; without an object its fields are not checked. */
interface Scope {
  object: string | null;
  aliases: ReadonlySet<string>;
}

type Say = (node: TreeNode, message: string) => void;
const kindOf = (node: TreeNode): string => node.constructor.name.replace(/Context$/, '');

/** Unknown objects, fields and child relationships in inline SOQL, which the Apex compiler lets through; needs a JDK for the standard objects. */
export async function checkSoqlFields(root: string): Promise<Finding[]> {
  const { files } = readProject(root);
  const fields = readObjectFields(files);
  return files.filter((file) => /\.(cls|trigger)$/.test(file)).flatMap((file) => {
    const findings: Finding[] = [];
    const say: Say = (node, message) => findings.push({ file, line: node.start?.line ?? 1, message });
    const parser = ApexParserFactory.createParser(readText(file));
    parser.removeErrorListeners(); // syntax is the compiler's business
    const tree = (file.endsWith('.trigger') ? parser.triggerUnit() : parser.compilationUnit()) as unknown as TreeNode;
    visit(tree, null, null, fields, say);
    return findings;
  });
}

function visit(node: TreeNode, parent: TreeNode | null, scope: Scope | null, fields: ObjectFields, say: Say): void {
  const kind = kindOf(node);
  if (kind === 'FromNameList') return;
  if (kind === 'FieldName' && scope) checkField(node, scope, fields, say);
  let inner = scope;
  if (kind === 'Query' || kind === 'SubQuery') inner = openScope(node, parent, scope, fields, say);
  else if (kind === 'TypeOf') inner = { object: null, aliases: new Set() }; // its branches name other objects
  for (const child of node.children ?? []) visit(child, node, inner, fields, say);
}

function openScope(node: TreeNode, parent: TreeNode | null, outer: Scope | null, fields: ObjectFields, say: Say): Scope {
  const children = node.children ?? [];
  const from = children.find((child) => kindOf(child) === 'FromNameList')?.children?.[0]?.getText().split('.').at(-1) ?? '';
  const selected = children.find((child) => ['SelectList', 'SubFieldList'].includes(kindOf(child)))?.getText() ?? '';
  const aliases = new Set([...selected.matchAll(/\)(\w+)/g)].map(([, name = '']) => name.toLowerCase()));
  // (SELECT … FROM Children) in a select list names a relationship of the outer object; elsewhere FROM names an object.
  const isChild = kindOf(node) === 'SubQuery' && parent !== null && kindOf(parent) === 'SelectEntry';
  if (!isChild) {
    const known = fields.of(from) !== null;
    if (!known) say(node, `unknown object ${from}`);
    return { object: known ? from : null, aliases };
  }
  const object = outer?.object ? fields.childOf(outer.object, from) : null;
  if (outer?.object && !object) say(node, `unknown child relationship ${from} on ${outer.object}`);
  return { object, aliases };
}

function checkField(node: TreeNode, scope: Scope, fields: ObjectFields, say: Say): void {
  const parts = node.getText().split('.');
  if (parts.length === 1 && scope.aliases.has(node.getText().toLowerCase())) return;
  let object = scope.object;
  for (const part of parts) {
    const known = object ? fields.of(object) : null;
    if (!known) return;
    const target = known.get(part.toLowerCase());
    if (target === undefined) return say(node, `unknown field ${part} on ${object}`);
    object = target;
  }
}

if (import.meta.main) await runCheck('SOQL fields', checkSoqlFields);
