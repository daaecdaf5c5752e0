import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import type { Actor, AnonymousResult } from '../../org.ts';
import type { Exec, SourceLines } from '../interpreter/class-model.ts';
import { noteStack } from '../interpreter/calls.ts';
import { compileStatement, compileVariables } from '../interpreter/compiler.ts';
import { runAll } from '../interpreter/run-all.ts';
import { ApexError } from '../values/exception.ts';
import { makeFrame, Scope } from './frame.ts';
import { writeJobRows } from './jobs.ts';
import type { JobRunner } from './jobs.ts';
import { Transaction } from './transaction.ts';
import type { World } from './world.ts';

class SyntaxProblem extends Error {
  readonly line: number;
  readonly column: number;
  constructor(line: number, column: number, message: string) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

class Problems extends ApexErrorListener {
  apexSyntaxError(line: number, column: number, message: string): void {
    throw new SyntaxProblem(line, column + 1, message);
  }
}

/** Compiles and runs statements in one transaction of their own. */
export async function runAnonymous(world: World, jobs: JobRunner, code: string, actor: Actor): Promise<AnonymousResult> {
  const log: string[] = [];
  let body: Exec[];
  try {
    body = compileBlock(code);
  } catch (cause) {
    const { line, column } = cause instanceof SyntaxProblem ? cause : { line: 1, column: 1 };
    return { compiled: false, success: false, line, column, compileProblem: cause instanceof Error ? cause.message : String(cause), exceptionMessage: null, exceptionStackTrace: null, log };
  }
  const tx = new Transaction({ ...world, log: (line) => void log.push(line) }, actor.userId, 'sync');
  const frame = makeFrame(tx, { name: 'AnonymousBlock', sharing: true });
  try {
    await runAll(body, new Scope(frame, null));
    await writeJobRows(tx);
    tx.commit();
    jobs.start(tx.jobs);
    return { compiled: true, success: true, line: -1, column: -1, compileProblem: null, exceptionMessage: null, exceptionStackTrace: null, log };
  } catch (error) {
    tx.rollback();
    noteStack(error, frame);
    if (!(error instanceof ApexError)) throw error;
    const { value } = error;
    return { compiled: true, success: false, line: frame.line, column: 1, compileProblem: null, exceptionMessage: `${value.typeName}: ${value.message ?? ''}`, exceptionStackTrace: value.stack, log };
  }
}

function compileBlock(code: string): Exec[] {
  const source: SourceLines = { name: 'AnonymousBlock', file: 'AnonymousBlock', executable: new Set() };
  const { parser } = ApexParserFactory.createLexerAndParser(code, new Problems());
  return parser.anonymousUnit().anonymousBlock().anonymousBlockMember_list().map((member): Exec => {
    if (member.statement()) return compileStatement(member.statement(), source);
    const field = member.anonymousMemberDeclaration()?.fieldDeclaration();
    if (!field) throw new Error('Anonymous blocks of this org hold statements only, no methods and no classes');
    return compileVariables(field.typeRef(), field.variableDeclarators());
  });
}
