import type { BlockContext, ExpressionContext, ExpressionListContext, StatementContext, TypeRefContext, VariableDeclaratorsContext } from '@apexdevtools/apex-parser';
import type { Scope } from '../runtime/frame.ts';
import type { TypeRef } from '../values/value.ts';
import type { Ev, Exec, SourceLines } from './class-model.ts';

export interface CompiledArguments {
  evs: Ev[];
  /** Declared types where they are plain to see; they decide overloads for null. */
  hint: (scope: Scope) => (TypeRef | null)[];
}

/** What the parts of the compiler need of each other; a grammar is a circle, imports must not be. */
export interface Compilers {
  expression(context: ExpressionContext): Ev;
  arguments(context: ExpressionListContext | null): CompiledArguments;
  truth(context: ExpressionContext): (scope: Scope) => Promise<boolean>;
  statement(context: StatementContext, source: SourceLines): Exec;
  block(context: BlockContext, source: SourceLines): Exec;
  variables(type: TypeRefContext, declarators: VariableDeclaratorsContext): Exec;
}

let compilers: Compilers | null = null;

/** Called once, by the file that knows all parts. */
export function connectCompilers(all: Compilers): void {
  compilers = all;
}

function parts(): Compilers {
  if (!compilers) throw new Error('The compiler is not connected');
  return compilers;
}

export const compileExpression = (context: ExpressionContext): Ev => parts().expression(context);
export const compileArguments = (context: ExpressionListContext | null): CompiledArguments => parts().arguments(context);
export const compileTruth = (context: ExpressionContext): ((scope: Scope) => Promise<boolean>) => parts().truth(context);
export const compileStatement = (context: StatementContext, source: SourceLines): Exec => parts().statement(context, source);
export const compileBlock = (context: BlockContext, source: SourceLines): Exec => parts().block(context, source);
export const compileVariables = (type: TypeRefContext, declarators: VariableDeclaratorsContext): Exec => parts().variables(type, declarators);
