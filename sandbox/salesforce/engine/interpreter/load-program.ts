import { readFileSync } from 'node:fs';
import * as P from '@apexdevtools/apex-parser';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { childrenOf, readMetadata, textOf } from '../records/metadata.ts';
import type { SourceFile } from '../records/metadata.ts';
import type { Names } from '../records/names.ts';
import type { Schema } from '../records/schema.ts';
import { compileStatement, compileVariables } from './compiler.ts';
import './connect.ts';
import type { Exec, SourceLines } from './class-model.ts';
import { defineClass } from './define-class.ts';
import { Program } from './program.ts';

/** Reads and compiles the classes, triggers and labels of the package. */
export function loadProgram(files: SourceFile[], schema: Schema, names: Names): Program {
  const program = new Program(schema, names);
  for (const file of files) {
    if (file.name.endsWith('.cls')) loadClass(program, file);
    else if (file.name.endsWith('.trigger')) loadTrigger(program, file);
    else if (file.name.endsWith('.labels-meta.xml')) for (const label of childrenOf(readMetadata(file.path), 'labels')) program.labels.set((textOf(label, 'fullName') ?? '').toLowerCase(), textOf(label, 'value') ?? '');
    else if (file.name.endsWith('.translation-meta.xml')) loadTranslation(program, file);
  }
  return program;
}

function loadTranslation(program: Program, file: SourceFile): void {
  const labels = childrenOf(readMetadata(file.path), 'customLabels').map((label) => [(textOf(label, 'name') ?? '').toLowerCase(), textOf(label, 'label') ?? ''] as const);
  program.translations.set(file.name.slice(0, -'.translation-meta.xml'.length), new Map(labels));
}

class Problems extends ApexErrorListener {
  readonly #path: string;
  constructor(path: string) {
    super();
    this.#path = path;
  }
  apexSyntaxError(line: number, column: number, message: string): void {
    throw new Error(`${this.#path}:${line}:${column}: ${message}`);
  }
}

const parse = (path: string): P.ApexParser => ApexParserFactory.createLexerAndParser(readFileSync(path, 'utf8'), new Problems(path)).parser;

function loadClass(program: Program, file: SourceFile): void {
  const declaration = parse(file.path).compilationUnit().typeDeclaration();
  const node = declaration.classDeclaration() ?? declaration.interfaceDeclaration() ?? declaration.enumDeclaration();
  const name = node.id().getText();
  const source: SourceLines = { name, file: file.path, executable: new Set() };
  program.classes.set(name.toLowerCase(), defineClass(node, declaration.modifier_list(), null, source));
}

function loadTrigger(program: Program, file: SourceFile): void {
  const unit = parse(file.path).triggerUnit();
  const name = unit.id(0).getText();
  const source: SourceLines = { name, file: file.path, executable: new Set() };
  const body = unit.triggerBlock().triggerBlockMember_list().map((member): Exec => {
    if (member.statement()) return compileStatement(member.statement(), source);
    // The grammar reads a trigger's variables as fields.
    const field = member.triggerMemberDeclaration()?.fieldDeclaration();
    if (!field) throw new Error(`${file.path}: a trigger may hold statements only`);
    return compileVariables(field.typeRef(), field.variableDeclarators());
  });
  program.triggers.push({ name, object: program.names.inwardFromApex(unit.id(1).getText()), events: new Set(unit.triggerCase_list().map((each) => each.getText().toLowerCase())), body, source });
}
