import ts from 'typescript';
import { bind, declare } from './bind.ts';
import { call } from './lists.ts';
import { giveAway, made, native } from './natives.ts';
import { elements, read, readBy } from './read.ts';
import { Scope } from './scope.ts';
import { callable, join, list, object, PLAIN, text, type Value } from './value.ts';
import { at, type World } from './world.ts';

/** A function that calls itself is followed this deep. */
const DEEPEST = 1;

/** A function of the code as a value; an arrow keeps the `this` of its place. */
export function closure(world: World, node: ts.FunctionLikeDeclaration, scope: Scope): Value {
  return callable((args, self) => {
    const depth = world.running.get(node) ?? 0;
    if (depth >= DEEPEST || !node.body) return PLAIN;
    world.running.set(node, depth + 1);
    const inner = new Scope(scope, ts.isArrowFunction(node) ? {} : { self });
    node.parameters.forEach((parameter, index) => {
      const given = parameter.dotDotDotToken ? [list(args.slice(index))] : (args[index] ?? PLAIN);
      declare(world, parameter.name, parameter.initializer ? join(given, evaluate(world, parameter.initializer, inner)) : given, inner);
    });
    const value = ts.isBlock(node.body) ? world.run(node.body, inner) : evaluate(world, node.body, inner);
    world.running.set(node, depth);
    return value;
  });
}

const { SyntaxKind } = ts;
/** Of these comes no reply, whatever goes into them. */
const TELLS_NOTHING = new Set([
  SyntaxKind.NumericLiteral, SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NullKeyword, SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.PrefixUnaryExpression, SyntaxKind.PostfixUnaryExpression, SyntaxKind.TypeOfExpression, SyntaxKind.TemplateExpression, SyntaxKind.DeleteExpression,
]);
/** Calls that answer with no part of what they are given. */
const ANSWER_PLAINLY = new Set(['Boolean', 'String', 'Number']);

/** All that an expression can be. Both branches count, and nothing is computed. */
export function evaluate(world: World, node: ts.Expression, scope: Scope): Value {
  const go = (one: ts.Expression): Value => evaluate(world, one, scope);
  if (ts.isIdentifier(node)) return scope.get(node.text) ?? PLAIN;
  if (node.kind === SyntaxKind.ThisKeyword) return scope.self;
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return text(node.text);
  if (ts.isPropertyAccessExpression(node)) return read(world, go(node.expression), node.name.text, at(node.name, scope));
  if (ts.isElementAccessExpression(node)) return readBy(world, go(node.expression), go(node.argumentExpression), at(node, scope));
  if (ts.isCallExpression(node)) return evaluateCall(world, node, scope);
  if (ts.isNewExpression(node)) return evaluateNew(world, node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return closure(world, node, scope);
  if (ts.isObjectLiteralExpression(node)) return evaluateObject(world, node, scope);
  if (ts.isArrayLiteralExpression(node)) return evaluateArray(world, node, scope);
  if (ts.isConditionalExpression(node)) return go(node.condition) && join(go(node.whenTrue), go(node.whenFalse));
  if (ts.isBinaryExpression(node)) return evaluateBinary(world, node, scope);
  if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)) return go(node.expression);
  if (node.kind === SyntaxKind.SuperKeyword) return scope.get('super') ?? PLAIN;
  if (!TELLS_NOTHING.has(node.kind)) throw new Error(`${scope.file}:${at(node, scope).line}: ${SyntaxKind[node.kind]} is not followed`);
  ts.forEachChild(node, (child) => void (ts.isExpression(child) ? go(child) : ts.isTemplateSpan(child) && go(child.expression)));
  return PLAIN;
}

const LOGICAL = new Set([SyntaxKind.BarBarToken, SyntaxKind.QuestionQuestionToken, SyntaxKind.AmpersandAmpersandToken]);

function evaluateBinary(world: World, node: ts.BinaryExpression, scope: Scope): Value {
  const right = evaluate(world, node.right, scope);
  const operator = node.operatorToken.kind;
  if (operator === SyntaxKind.EqualsToken) return (bind(world, node.left, right, scope), right);
  const left = evaluate(world, node.left, scope);
  if (operator === SyntaxKind.AmpersandAmpersandToken) return right;
  return LOGICAL.has(operator) ? join(left, right) : PLAIN;
}

function evaluateArray(world: World, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const spread = node.elements.filter(ts.isSpreadElement).map((one) => elements(evaluate(world, one.expression, scope)));
  const items = node.elements.filter((one) => !ts.isSpreadElement(one)).map((one) => evaluate(world, one, scope));
  return [spread.length > 0 ? list([], join(...items, ...spread)) : list(items)];
}

function evaluateObject(world: World, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const made = object();
  const put = (name: ts.PropertyName, value: Value): void => {
    if (ts.isComputedPropertyName(name)) made.rest = join(made.rest, (evaluate(world, name.expression, scope), value));
    else made.members.set(name.text, value);
  };
  for (const one of node.properties) {
    if (ts.isPropertyAssignment(one)) put(one.name, evaluate(world, one.initializer, scope));
    else if (ts.isShorthandPropertyAssignment(one)) put(one.name, evaluate(world, one.name, scope));
    else if (ts.isSpreadAssignment(one)) spreadInto(made, evaluate(world, one.expression, scope));
    else put(one.name, closure(world, one, scope));
  }
  return [made];
}

/** Members of the code's own objects are taken over by name; of a reply it is kept that it lies beneath. */
function spreadInto(into: ReturnType<typeof object>, value: Value): void {
  for (const atom of value) {
    if (atom.kind === 'object' && !atom.instance) {
      for (const [name, one] of atom.members) into.members.set(name, join(into.members.get(name) ?? PLAIN, one));
      into.rest = join(into.rest, atom.rest);
    } else into.rest = join(into.rest, [atom]);
  }
}

function evaluateCall(world: World, node: ts.CallExpression, scope: Scope): Value {
  const args = node.arguments.flatMap((one) => (ts.isSpreadElement(one) ? [elements(evaluate(world, one.expression, scope))] : [evaluate(world, one, scope)]));
  const known = native(node.expression.getText());
  if (known) return known(...args);
  const self = ts.isPropertyAccessExpression(node.expression) ? evaluate(world, node.expression.expression, scope) : PLAIN;
  const fn = ts.isPropertyAccessExpression(node.expression) ? read(world, self, node.expression.name.text, at(node.expression.name, scope)) : evaluate(world, node.expression, scope);
  if (fn.some((atom) => atom.kind === 'function')) return call(fn, args, self);
  const name = node.expression.getText();
  if (giveAway(args) && !ANSWER_PLAINLY.has(name)) world.note(at(node, scope), `a reply goes into ${name}, which is not followed`);
  return PLAIN;
}

function evaluateNew(world: World, node: ts.NewExpression, scope: Scope): Value {
  const args = (node.arguments ?? []).map((one) => evaluate(world, one, scope));
  const known = made(node.expression.getText());
  if (known) return known(...args);
  const classes = evaluate(world, node.expression, scope).filter((atom) => atom.kind === 'class');
  if (classes.length > 0) return classes.map((one) => world.make(one, args));
  if (giveAway(args)) world.note(at(node, scope), `a reply goes into ${node.expression.getText()}, which is not followed`);
  return PLAIN;
}
