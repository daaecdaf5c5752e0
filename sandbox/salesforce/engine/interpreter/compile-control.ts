import * as P from '@apexdevtools/apex-parser';
import type { Scope } from '../runtime/frame.ts';
import { AList, AMap, ASet } from '../values/collections.ts';
import { Dec } from '../values/dec.ts';
import { ApexError, isLimit, makeException, raiseNull } from '../values/exception.ts';
import { kindOf } from '../values/text.ts';
import { EnumVal } from '../values/value.ts';
import type { TypeRef, Value } from '../values/value.ts';
import { noteStack } from './calls.ts';
import type { Completion, Exec, SourceLines } from './class-model.ts';
import { compileBlock, compileExpression, compileStatement, compileTruth, compileVariables } from './compiler.ts';
import { isA, coerce, typeOf } from './types.ts';
import { unescapeApex } from './literals.ts';

type LoopContext = P.ForStatementContext | P.WhileStatementContext | P.DoWhileStatementContext;

export function compileLoop(context: LoopContext, source: SourceLines): Exec {
  if (context instanceof P.DoWhileStatementContext) return compileDoWhile(context, source);
  const body = context.statement() ? compileStatement(context.statement(), source) : null;
  if (context instanceof P.ForStatementContext) return compileFor(context.forControl(), body);
  const test = compileTruth(context.parExpression().expression());
  return (scope) => repeat(scope, test, body, null);
}

function compileDoWhile(context: P.DoWhileStatementContext, source: SourceLines): Exec {
  const body = compileBlock(context.block(), source);
  const test = compileTruth(context.parExpression().expression());
  return async (scope) => {
    do {
      const done = await body(scope);
      if (done?.kind === 'break') break;
      if (done?.kind === 'return') return done;
    } while (await test(scope));
    return undefined;
  };
}

async function repeat(scope: Scope, test: ((scope: Scope) => Promise<boolean>) | null, body: Exec | null, step: Exec | null): Promise<Completion> {
  while (!test || (await test(scope))) {
    const done = body && await body(scope);
    if (done?.kind === 'break') break;
    if (done?.kind === 'return') return done;
    if (step) await step(scope);
  }
  return undefined;
}

function compileFor(control: P.ForControlContext, body: Exec | null): Exec {
  if (control.enhancedForControl()) return compileForEach(control.enhancedForControl(), body);
  const init = control.forInit();
  const declaration = init?.localVariableDeclaration();
  const start = declaration ? compileVariables(declaration.typeRef(), declaration.variableDeclarators()) : compileList(init?.expressionList());
  const test = control.expression() ? compileTruth(control.expression()) : null;
  const step = compileList(control.forUpdate()?.expressionList());
  return async (outer) => {
    const scope = outer.child();
    await start?.(scope);
    return repeat(scope, test, body, step);
  };
}

function compileList(context: P.ExpressionListContext | null | undefined): Exec | null {
  if (!context) return null;
  const expressions = context.expression_list().map(compileExpression);
  return async (scope) => {
    for (const ev of expressions) await ev(scope);
    return undefined;
  };
}

function compileForEach(context: P.EnhancedForControlContext, body: Exec | null): Exec {
  const type = typeOf(context.typeRef());
  const name = context.id().getText();
  const over = compileExpression(context.expression());
  return async (scope) => {
    for (const item of itemsOf(await over(scope), type)) {
      const inner = scope.child();
      inner.declare(name, coerce(item, type), type);
      const done = body && await body(inner);
      if (done?.kind === 'break') break;
      if (done?.kind === 'return') return done;
    }
    return undefined;
  };
}

function itemsOf(value: Value, type: TypeRef): Value[] {
  if (value === null) return raiseNull();
  if (value instanceof AList && value.query && type.name.toLowerCase() === 'list') {
    const chunks: Value[] = [];
    for (let i = 0; i < value.items.length; i += 200) chunks.push(new AList(type.args[0] ?? null, value.items.slice(i, i + 200)));
    return chunks;
  }
  if (value instanceof AList || value instanceof ASet) return [...value.items];
  if (value instanceof AMap) throw new Error('A Map cannot be iterated');
  throw new Error(`${kindOf(value)} cannot be iterated by this runner`);
}

interface Branch {
  type: TypeRef | null;
  name: string;
  test: ((value: Value) => boolean) | null;
  block: Exec;
}

export function compileChoice(context: P.SwitchStatementContext, source: SourceLines): Exec {
  const on = compileExpression(context.expression());
  const branches = context.whenControl_list().map((control): Branch => {
    const value = control.whenValue();
    const block = compileBlock(control.block(), source);
    if (value.ELSE()) return { type: null, name: '', test: () => true, block };
    if (value.typeRef()) return { type: typeOf(value.typeRef()), name: value.id().getText(), test: null, block };
    const tests = value.whenLiteral_list().map(compileWhen);
    return { type: null, name: '', test: (each) => tests.some((test) => test(each)), block };
  });
  return async (scope) => {
    const value = await on(scope);
    for (const branch of branches) {
      if (branch.type) {
        if (!isA(scope.frame.tx.program, value, branch.type, scope.frame.cls)) continue;
        const inner = scope.child();
        inner.declare(branch.name, value, branch.type);
        return branch.block(inner);
      }
      if (branch.test?.(value)) return branch.block(scope);
    }
    return undefined;
  };
}

function compileWhen(context: P.WhenLiteralContext): (value: Value) => boolean {
  if (context.whenLiteral()) return compileWhen(context.whenLiteral());
  const shown = context.getText();
  if (context.NULL()) return (value) => value === null;
  if (context.StringLiteral()) {
    const wanted = unescapeApex(shown);
    return (value) => value === wanted;
  }
  if (context.qualifiedName()) {
    const wanted = shown.split('.').at(-1)?.toLowerCase();
    return (value) => value instanceof EnumVal && value.name.toLowerCase() === wanted;
  }
  const wanted = Number(shown.replace(/l$/i, ''));
  return (value) => value === wanted || (value instanceof Dec && value.toNumber() === wanted);
}

interface Catch {
  type: TypeRef;
  name: string;
  block: Exec;
}

export function compileTry(context: P.TryStatementContext, source: SourceLines): Exec {
  const block = compileBlock(context.block(), source);
  const catches = context.catchClause_list().map((clause): Catch => ({ type: { name: clause.qualifiedName().getText().replace(/^System\./i, ''), args: [] }, name: clause.id().getText(), block: compileBlock(clause.block(), source) }));
  const last = context.finallyBlock() ? compileBlock(context.finallyBlock().block(), source) : null;
  return async (scope) => {
    let done: Completion;
    try {
      done = await guarded(scope, block, catches);
    } catch (error) {
      const ended = isLimit(error) ? undefined : await last?.(scope);
      if (ended) return ended;
      throw error;
    }
    return (await last?.(scope)) ?? done;
  };
}

async function guarded(scope: Scope, block: Exec, catches: Catch[]): Promise<Completion> {
  const { depth } = scope.frame.tx;
  try {
    return await block(scope);
  } catch (error) {
    const caught = error instanceof RangeError ? new ApexError(makeException('LimitException', error.message)) : error;
    if (!(caught instanceof ApexError) || isLimit(caught)) throw caught;
    noteStack(caught, scope.frame);
    const clause = catches.find((each) => isA(scope.frame.tx.program, caught.value, each.type, scope.frame.cls));
    if (!clause) throw caught;
    scope.frame.tx.depth = depth;
    const inner = scope.child();
    inner.declare(clause.name, caught.value, clause.type);
    return clause.block(inner);
  }
}
