import ts from 'typescript';
import { elements, read } from './read.ts';
import { writeMember } from './members.ts';
import type { Scope } from './scope.ts';
import { join, list, PLAIN, type Value } from './value.ts';
import { at, type World } from './world.ts';

/** Gives names, patterns, members what they are set to. */
export function bind(world: World, target: ts.BindingName | ts.Expression, value: Value, scope: Scope): void {
  if (ts.isIdentifier(target)) scope.set(target.text, value);
  else if (ts.isObjectBindingPattern(target)) target.elements.forEach((one) => bindElement(world, one, value, scope));
  else if (ts.isArrayBindingPattern(target)) target.elements.forEach((one, place) => ts.isBindingElement(one) && bindPlace(world, one, place, value, scope));
  else if (ts.isPropertyAccessExpression(target)) writeMember(world.evaluate(target.expression, scope), target.name.text, value, target);
  else if (ts.isElementAccessExpression(target)) world.evaluate(target, scope);
  else throw new Error(`${scope.file}: ${ts.SyntaxKind[target.kind]} is set, which is not followed`);
}

function bindElement(world: World, element: ts.BindingElement, value: Value, scope: Scope): void {
  const { propertyName, name, initializer, dotDotDotToken } = element;
  if (dotDotDotToken) return declare(world, name, value, scope);
  const key = propertyName ?? name;
  const found = ts.isIdentifier(key) || ts.isStringLiteral(key) ? read(world, value, key.text, at(key, scope)) : PLAIN;
  declare(world, name, initializer ? join(found, world.evaluate(initializer, scope)) : found, scope);
}

function bindPlace(world: World, { name, initializer, dotDotDotToken }: ts.BindingElement, place: number, value: Value, scope: Scope): void {
  const found = dotDotDotToken ? [list([], elements(value))] : join(...value.map((atom) => (atom.kind === 'list' ? (atom.items[place] ?? atom.others) : elements([atom]))));
  declare(world, name, initializer ? join(found, world.evaluate(initializer, scope)) : found, scope);
}

/** A new name, or a pattern of them. */
export function declare(world: World, name: ts.BindingName, value: Value, scope: Scope): void {
  if (ts.isIdentifier(name)) scope.declare(name.text, value);
  else bind(world, name, value, scope);
}

export const nameOf = (name: ts.PropertyName | ts.BindingName): string => ('text' in name ? name.text : name.getText());
