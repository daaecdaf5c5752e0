import * as P from '@apexdevtools/apex-parser';
import { EnumVal } from '../values/value.ts';
import { makeClass, noModifiers } from './class-model.ts';
import type { Cls, Exec, FieldDecl, Method, Modifiers, Parameter, SourceLines } from './class-model.ts';
import { compileBlock, compileExpression } from './compiler.ts';
import { typeOf } from './types.ts';

type Declaration = P.ClassDeclarationContext | P.InterfaceDeclarationContext | P.EnumDeclarationContext;

export function defineClass(node: Declaration, modifiers: P.ModifierContext[], outer: Cls | null, source: SourceLines): Cls {
  const form = node instanceof P.EnumDeclarationContext ? 'enum' : node instanceof P.InterfaceDeclarationContext ? 'interface' : 'class';
  const cls = makeClass(node.id().getText(), outer, form, source);
  cls.mods = readModifiers(modifiers);
  if (node instanceof P.EnumDeclarationContext) {
    cls.constants = node.enumConstants()?.id_list().map((id, i) => new EnumVal(cls.full, id.getText(), i)) ?? [];
    return cls;
  }
  cls.interfaces = node.typeList()?.typeRef_list().map(typeOf) ?? [];
  if (node instanceof P.InterfaceDeclarationContext) return cls;
  cls.superType = node.typeRef() ? typeOf(node.typeRef()) : null;
  for (const body of node.classBody().classBodyDeclaration_list()) defineMember(cls, body, source);
  return cls;
}

function defineMember(cls: Cls, body: P.ClassBodyDeclarationContext, source: SourceLines): void {
  if (body.block()) {
    (body.STATIC() ? cls.staticBlocks : cls.initBlocks).push(compileBlock(body.block(), source));
    return;
  }
  const member = body.memberDeclaration()?.getChild(0);
  if (!member) return;
  const mods = readModifiers(body.modifier_list());
  if (member instanceof P.MethodDeclarationContext) {
    const key = member.id().getText().toLowerCase();
    cls.methods.set(key, [...(cls.methods.get(key) ?? []), makeMethod(cls, member.id().getText(), member, mods, source)]);
  } else if (member instanceof P.ConstructorDeclarationContext) cls.constructors.push(makeConstructor(cls, member, mods, source));
  else if (member instanceof P.FieldDeclarationContext) {
    for (const each of member.variableDeclarators().variableDeclarator_list()) addField(cls, { name: each.id().getText(), type: typeOf(member.typeRef()), init: compileInit(each, source), mods, getter: null, setter: null });
  } else if (member instanceof P.PropertyDeclarationContext) addField(cls, makeProperty(member, mods, source));
  else {
    const inner = defineClass(member as Declaration, body.modifier_list(), cls, source);
    cls.inner.set(inner.name.toLowerCase(), inner);
  }
}

const addField = (cls: Cls, field: FieldDecl): void => {
  (field.mods.isStatic ? cls.staticFields : cls.fields).push(field);
};

function compileInit(context: P.VariableDeclaratorContext, source: SourceLines): FieldDecl['init'] {
  if (!context.expression()) return null;
  const ev = compileExpression(context.expression());
  const { line } = context.start;
  source.executable.add(line);
  return (scope) => {
    scope.frame.line = line;
    scope.frame.tx.cover(source.name, line);
    return ev(scope);
  };
}

function makeMethod(cls: Cls, name: string, context: P.MethodDeclarationContext, mods: Modifiers, source: SourceLines): Method {
  return { name, type: typeOf(context.typeRef()), params: readParameters(context.formalParameters()), body: context.block() ? compileBlock(context.block(), source) : null, mods, cls, chains: null };
}

function makeConstructor(cls: Cls, context: P.ConstructorDeclarationContext, mods: Modifiers, source: SourceLines): Method {
  const first = context.block().statement_list()[0]?.getText() ?? '';
  const chains = /^this\(/i.test(first) ? 'this' : /^super\(/i.test(first) ? 'super' : null;
  return { name: '<init>', type: { name: 'void', args: [] }, params: readParameters(context.formalParameters()), body: compileBlock(context.block(), source), mods, cls, chains };
}

function makeProperty(context: P.PropertyDeclarationContext, mods: Modifiers, source: SourceLines): FieldDecl {
  const compile = (block: P.BlockContext | null | undefined): Exec | null => (block ? compileBlock(block, source) : null);
  const blocks = context.propertyBlock_list();
  const getter = blocks.map((each) => each.getter()).find(Boolean);
  const setter = blocks.map((each) => each.setter()).find(Boolean);
  return { name: context.id().getText(), type: typeOf(context.typeRef()), init: null, mods, getter: compile(getter?.block()), setter: compile(setter?.block()) };
}

const readParameters = (context: P.FormalParametersContext): Parameter[] => context.formalParameterList()?.formalParameter_list().map((each) => ({ name: each.id().getText(), type: typeOf(each.typeRef()) })) ?? [];

function readModifiers(list: P.ModifierContext[]): Modifiers {
  const mods = noModifiers();
  for (const each of list) {
    if (each.annotation()) {
      mods.annotations.set(each.annotation().id().getText().toLowerCase(), readAnnotation(each.annotation()));
      continue;
    }
    const word = each.getText().toLowerCase();
    if (word === 'static') mods.isStatic = true;
    else if (word === 'transient') mods.isTransient = true;
    else if (word === 'abstract') mods.isAbstract = true;
    else if (word === 'override') mods.isOverride = true;
    else if (word === 'final') mods.isFinal = true;
    else if (word === 'testmethod') mods.annotations.set('istest', new Map());
    else if (word === 'public' || word === 'private' || word === 'protected' || word === 'global') mods.visibility = word;
    else if (word.endsWith('sharing')) mods.sharing = word.replace('sharing', '') as 'with' | 'without' | 'inherited';
  }
  return mods;
}

function readAnnotation(context: P.AnnotationContext): Map<string, string> {
  const pairs = context.elementValuePairs()?.elementValuePair_list() ?? [];
  return new Map(pairs.map((pair) => [pair.id().getText().toLowerCase(), pair.elementValue().getText().replace(/^'|'$/g, '').toLowerCase()]));
}
