import type ts from 'typescript';
import type { Scope } from './scope.ts';
import type { ClassAtom, ObjectAtom, Value } from './value.ts';

export interface At { file: string; line: number }
export interface Finding extends At { message: string }

/** What all parts of the reading share. */
export interface World {
  /** Reads that met the contract, by their way: `listConnections.rows[].name`. */
  reads: Set<string>;
  note: (at: At, message: string) => void;
  /** Source of a component and its template, by the tag's name without `c-`, in camel case. */
  component: (name: string) => Value;
  template: (file: string) => { file: string; text: string } | null;
  evaluate: (node: ts.Expression, scope: Scope) => Value;
  run: (node: ts.Node, scope: Scope) => Value;
  memberOf: (self: ObjectAtom, name: string) => Value | undefined;
  make: (of: ClassAtom, args: Value[]) => ObjectAtom;
  openModal: (of: ClassAtom, options: Value) => Value;
  follow: (of: ClassAtom, properties: ReadonlyMap<string, Value>) => void;
  /** Reads what the template beside this file reads of a component. */
  fill: (file: string, self: Value) => void;
  /** Functions that are being followed right now, and how often: one that calls itself ends. */
  running: Map<ts.Node, number>;
}

export const at = (node: ts.Node, scope: Scope): At => ({ file: scope.file, line: node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1 });
