import ts from 'typescript';
import { nameOf } from './bind.ts';
import { closure, evaluate } from './evaluate.ts';
import { call } from './lists.ts';
import { writeMember } from './members.ts';
import { Scope } from './scope.ts';
import { callable, join, object, PLAIN, type ClassAtom, type ObjectAtom, type Value } from './value.ts';
import type { World } from './world.ts';

/** How often a component is gone through: what one handler keeps, another shows. */
const ROUNDS = 2;

/** The class and those above it, nearest first. */
const chainOf = (of: ClassAtom): ClassAtom[] => [of, ...of.base.flatMap((one) => (one.kind === 'class' ? chainOf(one) : []))];
/** Where the members of a class stand: with `this`, and with `super` as the same object seen from the class above. */
function selfScope(of: ClassAtom, self: ObjectAtom): Scope {
  const scope = new Scope(of.scope, { self: [self] });
  const { instance } = self;
  if (instance) scope.declare('super', of.base.flatMap((base) => (base.kind === 'class' ? [{ ...self, instance: { ...instance, of: base, real: self } }] : [])));
  return scope;
}


function find({ of }: { of: ClassAtom }, test: (member: ts.ClassElement) => boolean): { member: ts.ClassElement; owner: ClassAtom } | undefined {
  for (const owner of chainOf(of)) {
    const member = owner.node.members.find(test);
    if (member) return { member, owner };
  }
  return undefined;
}
const named = (member: ts.ClassElement, name: string): boolean => member.name !== undefined && nameOf(member.name) === name;

/** A field, what a getter returns, a method; a modal's `close` keeps what it is closed with. */
export function memberOfInstance(world: World, seen: ObjectAtom, name: string): Value | undefined {
  const { instance } = seen;
  if (!instance) return undefined;
  const self = instance.real ?? seen;
  const got = find(instance, (one) => named(one, name) && (ts.isGetAccessorDeclaration(one) || ts.isMethodDeclaration(one)));
  const kept = join(...(instance.written.get(name)?.values() ?? []), self.members.get(name) ?? PLAIN);
  if (!got) {
    if (name === 'close' && !instance.written.has(name)) return callable(([value = PLAIN]) => ((instance.closed = join(instance.closed, value)), PLAIN));
    return kept;
  }
  const fn = closure(world, got.member as ts.MethodDeclaration, selfScope(got.owner, self));
  if (ts.isGetAccessorDeclaration(got.member)) return join(call(fn, [], [self]), kept);
  return callable((args) => call(fn, args, [self]));
}

function initialise(world: World, self: ObjectAtom, of: ClassAtom, args: Value[]): void {
  for (const owner of chainOf(of).reverse()) {
    for (const member of owner.node.members) {
      if (ts.isPropertyDeclaration(member) && member.initializer) writeMember([self], nameOf(member.name), evaluate(world, member.initializer, selfScope(owner, self)), member);
      else if (ts.isConstructorDeclaration(member)) call(closure(world, member, selfScope(owner, self)), args, [self]);
    }
  }
}

const begin = (of: ClassAtom): ObjectAtom => Object.assign(object(), { instance: { of, written: new Map(), closed: PLAIN } });

export function makeInstance(world: World, of: ClassAtom, args: Value[]): ObjectAtom {
  const self = begin(of);
  initialise(world, self, of, args);
  return self;
}

/** Goes through a component as the platform could: its properties are set, every method is called, and its template is filled. */
export function followComponent(world: World, of: ClassAtom, properties: ReadonlyMap<string, Value>): ObjectAtom {
  const self = begin(of);
  for (let round = 0; round < ROUNDS; round += 1) {
    initialise(world, self, of, []);
    for (const [name, value] of properties) setProperty(world, self, name, value);
    for (const owner of chainOf(of).reverse()) {
      for (const member of owner.node.members) if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) call(closure(world, member, selfScope(owner, self)), [], [self]);
    }
    world.fill(of.scope.file, [self]);
  }
  return self;
}

function setProperty(world: World, self: ObjectAtom, name: string, value: Value): void {
  const setter = self.instance && find(self.instance, (one) => named(one, name) && ts.isSetAccessorDeclaration(one));
  if (setter) call(closure(world, setter.member as ts.SetAccessorDeclaration, selfScope(setter.owner, self)), [value], [self]);
  else writeMember([self], name, value, 'property');
}

/** `Modal.open({...})`: its members are the properties, and it answers what the modal is closed with. */
export function openModal(world: World, of: ClassAtom, options: Value): Value {
  const properties = options.flatMap((atom) => (atom.kind === 'object' ? [...atom.members] : []));
  const depth = world.running.get(of.node) ?? 0;
  if (depth > 0) return PLAIN;
  world.running.set(of.node, depth + 1);
  const self = followComponent(world, of, new Map(properties));
  world.running.set(of.node, depth);
  return self.instance?.closed ?? PLAIN;
}
