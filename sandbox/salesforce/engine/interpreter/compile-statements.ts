import * as P from '@apexdevtools/apex-parser';
import type { BlockContext, StatementContext, TypeRefContext, VariableDeclaratorsContext } from '@apexdevtools/apex-parser';
import { ApexError, ExceptionObj, raiseNull } from '../values/exception.ts';
import type { Scope } from '../runtime/frame.ts';
import { compileChoice, compileLoop, compileTry } from './compile-control.ts';
import { compileBlock, compileExpression, compileStatement, compileTruth, compileVariables } from './compiler.ts';
import { runAll } from './run-all.ts';
import { runDml } from './dml-statements.ts';
import { runAs } from './run-as.ts';
import type { Completion, Ev, Exec, SourceLines } from './class-model.ts';
import { coerce, typeOf } from './types.ts';
import { kindOf } from '../values/text.ts';

const BREAK: Completion = { kind: 'break' };
const CONTINUE: Completion = { kind: 'continue' };

export function compileAnyBlock(context: BlockContext, source: SourceLines): Exec {
  const statements = context.statement_list().map((statement) => compileStatement(statement, source));
  return (scope) => runAll(statements, scope.child());
}

/** A statement that tells its line to the frame and to the coverage. */
export function compileAnyStatement(context: StatementContext, source: SourceLines): Exec {
  const exec = compileBare(context, source);
  if (context.block() || context.tryStatement()) return exec;
  const { line } = context.start;
  source.executable.add(line);
  return (scope) => {
    scope.frame.line = line;
    scope.frame.tx.cover(source.name, line);
    return exec(scope);
  };
}

function compileBare(context: StatementContext, source: SourceLines): Exec {
  const inner = context.getChild(0);
  if (inner instanceof P.BlockContext) return compileBlock(inner, source);
  if (inner instanceof P.LocalVariableDeclarationStatementContext) return compileVariables(inner.localVariableDeclaration().typeRef(), inner.localVariableDeclaration().variableDeclarators());
  if (inner instanceof P.ExpressionStatementContext) return discard(compileExpression(inner.expression()));
  if (inner instanceof P.IfStatementContext) return compileIf(inner, source);
  if (inner instanceof P.ReturnStatementContext) return compileReturn(inner);
  if (inner instanceof P.ThrowStatementContext) return compileThrow(inner);
  if (inner instanceof P.BreakStatementContext) return () => BREAK;
  if (inner instanceof P.ContinueStatementContext) return () => CONTINUE;
  if (inner instanceof P.ForStatementContext || inner instanceof P.WhileStatementContext || inner instanceof P.DoWhileStatementContext) return compileLoop(inner, source);
  if (inner instanceof P.SwitchStatementContext) return compileChoice(inner, source);
  if (inner instanceof P.TryStatementContext) return compileTry(inner, source);
  if (inner instanceof P.RunAsStatementContext) return compileRunAs(inner, source);
  return compileDml(inner as P.InsertStatementContext);
}

const discard = (ev: Ev): Exec => async (scope) => {
  await ev(scope);
  return undefined;
};

export function compileAnyVariables(typeContext: TypeRefContext, declarators: VariableDeclaratorsContext): Exec {
  const type = typeOf(typeContext);
  const variables = declarators.variableDeclarator_list().map((each) => ({ name: each.id().getText(), init: each.expression() ? compileExpression(each.expression()) : null }));
  return async (scope) => {
    for (const { name, init } of variables) scope.declare(name, init ? coerce(await init(scope), type) : null, type);
    return undefined;
  };
}

/** A condition, which must not be null. */
export function compileAnyTruth(context: P.ExpressionContext): (scope: Scope) => Promise<boolean> {
  const ev = compileExpression(context);
  return async (scope) => {
    const value = await ev(scope);
    if (value === null) return raiseNull();
    if (typeof value !== 'boolean') throw new Error(`A condition must be a Boolean, not ${kindOf(value)}`);
    return value;
  };
}

function compileIf(context: P.IfStatementContext, source: SourceLines): Exec {
  const test = compileTruth(context.parExpression().expression());
  const [yes, no] = context.statement_list().map((statement) => compileStatement(statement, source));
  return async (scope) => ((await test(scope)) ? yes?.(scope) : no?.(scope));
}

function compileReturn(context: P.ReturnStatementContext): Exec {
  const ev = context.expression() ? compileExpression(context.expression()) : null;
  return async (scope) => ({ kind: 'return', value: ev ? await ev(scope) : null });
}

function compileThrow(context: P.ThrowStatementContext): Exec {
  const ev = compileExpression(context.expression());
  return async (scope) => {
    const value = await ev(scope);
    if (value instanceof ExceptionObj) throw new ApexError(value);
    return raiseNull();
  };
}

function compileRunAs(context: P.RunAsStatementContext, source: SourceLines): Exec {
  const user = compileExpression(context.expressionList().expression(0));
  const block = compileBlock(context.block(), source);
  return async (scope) => runAs(scope, await user(scope), block);
}

function compileDml(context: P.InsertStatementContext): Exec {
  const word = context.getChild(0).getText().toLowerCase();
  if (!['insert', 'update', 'delete', 'undelete', 'upsert'].includes(word)) throw new Error(`The statement ${word} is not supported (line ${context.start.line})`);
  const ev = compileExpression(context.expression());
  const userMode = Boolean(context.accessLevel()?.USER());
  const key = context instanceof P.UpsertStatementContext ? context.qualifiedName()?.getText().split('.').at(-1) ?? null : null;
  return async (scope) => {
    await runDml(scope.frame, { word, input: await ev(scope), allOrNone: true, userMode, key });
    return undefined;
  };
}
