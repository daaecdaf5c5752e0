import * as P from '@apexdevtools/apex-parser';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Named extends Place {
  readonly name: string;
}

/** What one class or trigger declares and what it names, as far as names alone tell. */
export interface ApexFacts {
  /** Of the class, interface or enumeration itself. */
  readonly name: string;
  readonly extended: string | null;
  /** Everything that gets a name in this file, in lower case: variables, methods, inner classes … */
  readonly declared: ReadonlySet<string>;
  /** Types that it names, with dots. */
  readonly types: readonly Named[];
  /** `First.second` where an expression begins so. */
  readonly heads: readonly (Named & { member: string })[];
  /** Identifiers that end as only names of customers do. */
  readonly customNames: readonly Named[];
  readonly labels: readonly Named[];
}

export class ApexSyntaxError extends Error {
  readonly place: Place;
  constructor(place: Place, message: string) {
    super(message);
    this.place = place;
  }
}

class Refusing extends ApexErrorListener {
  apexSyntaxError(line: number, column: number, message: string): void {
    throw new ApexSyntaxError({ line, column: column + 1 }, message);
  }
}

interface Collected {
  declared: Set<string>;
  types: Named[];
  heads: (Named & { member: string })[];
}

/** Parses one file; throws ApexSyntaxError. */
export function readApex(text: string, isTrigger: boolean): ApexFacts {
  const { parser } = ApexParserFactory.createLexerAndParser(text, new Refusing());
  const collected: Collected = { declared: new Set(), types: [], heads: [] };
  if (isTrigger) {
    const unit = parser.triggerUnit();
    collected.types.push({ ...placeOf(unit.id(1)), name: unit.id(1).getText() });
    walk(unit.triggerBlock(), collected);
    return { name: unit.id(0).getText(), extended: null, ...collected, ...readTokens(text) };
  }
  const declaration = parser.compilationUnit().typeDeclaration();
  const node = declaration.classDeclaration() ?? declaration.interfaceDeclaration() ?? declaration.enumDeclaration();
  walk(node, collected);
  const base: P.TypeRefContext | null = node instanceof P.ClassDeclarationContext ? node.typeRef() : null;
  return { name: node.id().getText(), extended: base?.getText() ?? null, ...collected, ...readTokens(text) };
}

/** What every node of the parse tree is; the parser's package names no such type. */
interface RuleNode {
  readonly start: { line: number; column: number };
  readonly ruleIndex: number;
  readonly children: object[] | null;
}

const placeOf = (node: Pick<RuleNode, 'start'>): Place => ({ line: node.start.line, column: node.start.column + 1 });

const declaring = [
  P.ClassDeclarationContext, P.InterfaceDeclarationContext, P.EnumDeclarationContext, P.MethodDeclarationContext, P.InterfaceMethodDeclarationContext, P.PropertyDeclarationContext,
  P.VariableDeclaratorContext, P.FormalParameterContext, P.EnhancedForControlContext, P.CatchClauseContext, P.WhenValueContext,
];

function walk(node: RuleNode, into: Collected): void {
  if (node instanceof P.EnumConstantsContext) for (const id of node.id_list()) into.declared.add(id.getText().toLowerCase());
  for (const kind of declaring) {
    if (!(node instanceof kind)) continue;
    const id = (node as { id(): P.IdContext | null }).id();
    if (id) into.declared.add(id.getText().toLowerCase());
  }
  if (node instanceof P.TypeRefContext) into.types.push({ ...placeOf(node), name: nameOfType(node) });
  else if (node instanceof P.CreatedNameContext) into.types.push({ ...placeOf(node), name: node.idCreatedNamePair_list().map((each) => each.anyId().getText()).join('.') });
  else if (node instanceof P.CatchClauseContext) into.types.push({ ...placeOf(node.qualifiedName()), name: node.qualifiedName().getText() });
  else if (node instanceof P.DotExpressionContext) readHead(node, into);
  for (const child of node.children ?? []) if ('ruleIndex' in child) walk(child as RuleNode, into);
}

/** Without type arguments, which are walked by themselves, and without brackets. */
function nameOfType(node: P.TypeRefContext): string {
  return node.typeName_list().map((each) => (each.id() ?? each.LIST() ?? each.SET() ?? each.MAP()).getText()).join('.');
}

function readHead(node: P.DotExpressionContext, into: Collected): void {
  const head = node.expression();
  if (!(head instanceof P.PrimaryExpressionContext)) return;
  const primary = head.primary();
  if (!(primary instanceof P.IdPrimaryContext)) return;
  const member = node.anyId()?.getText() ?? node.dotMethodCall()?.anyId().getText() ?? '';
  into.heads.push({ ...placeOf(head), name: primary.id().getText(), member });
}

/** Text literals and comments do not count. */
function readTokens(text: string): { customNames: Named[]; labels: Named[] } {
  const blank = (found: string): string => found.replace(/[^\n]/g, ' ');
  const code = text.replace(/'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, blank);
  const customNames: Named[] = [];
  const labels: Named[] = [];
  code.split('\n').forEach((line, at) => {
    for (const match of line.matchAll(/\b\w+__(?:c|r|mdt|e)\b/gi)) customNames.push({ line: at + 1, column: match.index + 1, name: match[0] });
    for (const match of line.matchAll(/\b(?:System\s*\.\s*)?Label\s*\.\s*(\w+)(?!\s*\.\s*\w+\s*[.;,)])/gi)) labels.push({ line: at + 1, column: match.index + 1, name: match[1] ?? '' });
  });
  return { customNames, labels };
}
