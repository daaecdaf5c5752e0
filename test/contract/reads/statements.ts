import ts from 'typescript';
import { declare } from './bind.ts';
import { closure, evaluate } from './evaluate.ts';
import { elements } from './read.ts';
import { Scope } from './scope.ts';
import { join, PLAIN, type Value } from './value.ts';
import type { World } from './world.ts';

/** Follows statements and answers what they can return. Both branches of an `if` count; a loop is gone through twice. */
export function run(world: World, node: ts.Node, scope: Scope): Value {
  if (ts.isReturnStatement(node)) return node.expression ? evaluate(world, node.expression, scope) : PLAIN;
  if (ts.isExpressionStatement(node) || ts.isThrowStatement(node)) return (evaluate(world, node.expression, scope), PLAIN);
  if (ts.isVariableStatement(node)) return (declareAll(world, node.declarationList, scope), PLAIN);
  if (ts.isExportAssignment(node)) return (scope.declare('default', evaluate(world, node.expression, scope)), PLAIN);
  if (ts.isFunctionDeclaration(node)) return (declareFunction(world, node, scope), PLAIN);
  if (ts.isClassDeclaration(node)) return (declareClass(world, node, scope), PLAIN);
  if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) return runLoop(world, node, new Scope(scope));
  const inner = ts.isBlock(node) || ts.isSourceFile(node) || ts.isCatchClause(node) ? new Scope(scope) : scope;
  return runAll(world, node, inner);
}

/** Statements in the scope itself, functions and classes first; what stands between them (conditions) is followed too. */
export function runAll(world: World, node: ts.Node, scope: Scope): Value {
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => void parts.push(child));
  for (const one of parts.filter(ts.isFunctionDeclaration)) declareFunction(world, one, scope);
  return join(...parts.filter((one) => !ts.isFunctionDeclaration(one)).map((one) => (ts.isExpression(one) ? (evaluate(world, one, scope), PLAIN) : run(world, one, scope))));
}

function declareAll(world: World, { declarations }: ts.VariableDeclarationList, scope: Scope): void {
  for (const { name, initializer } of declarations) declare(world, name, initializer ? evaluate(world, initializer, scope) : PLAIN, scope);
}

function declareFunction(world: World, node: ts.FunctionDeclaration, scope: Scope): void {
  for (const name of namesOf(node)) scope.declare(name, closure(world, node, scope));
}

/** Its own name, and `default` for what the module is imported as. */
const namesOf = (node: ts.ClassDeclaration | ts.FunctionDeclaration): string[] => [...(node.name ? [node.name.text] : []), ...(node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ? ['default'] : [])];

function declareClass(world: World, node: ts.ClassDeclaration, scope: Scope): void {
  const base = node.heritageClauses?.[0]?.types[0]?.expression;
  for (const name of namesOf(node)) scope.declare(name, [{ kind: 'class', node, scope, base: base ? evaluate(world, base, scope) : PLAIN }]);
}

function runLoop(world: World, node: ts.IterationStatement, scope: Scope): Value {
  if (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer)) {
    const [variable] = node.initializer.declarations;
    if (variable) declare(world, variable.name, elements(evaluate(world, node.expression, scope)), scope);
  } else if (ts.isForStatement(node) && node.initializer && ts.isVariableDeclarationList(node.initializer)) declareAll(world, node.initializer, scope);
  const more = ts.isForStatement(node) ? [node.condition, node.incrementor] : ts.isWhileStatement(node) ? [node.expression] : [];
  return join(...[1, 2].map(() => (more.forEach((one) => one && evaluate(world, one, scope)), run(world, node.statement, scope))));
}
