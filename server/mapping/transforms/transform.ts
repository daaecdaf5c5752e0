import type * as z from 'zod';
import type { Lookups } from '../lookups.ts';
import type { Stop } from '../problems.ts';
import type { Value } from '../value.ts';

export interface TransformContext {
  /** Another value of the same record; null when there is none. */
  read(path: string): Value;
  lookups: Lookups;
}

/** What became of a value, with a remark for the explanation where the value alone does not tell it. */
export type TransformAnswer = { value: Value; remark?: string } | Stop;

/** One kind of transform. Empty values never reach it. */
export interface Transform {
  name: string;
  /** One sentence for the handbook and the editor. */
  does: string;
  options: z.ZodType;
  /** Paths of the record that the options name. */
  paths(options: unknown): string[];
  run(value: string, options: unknown, context: TransformContext): TransformAnswer;
}

interface Definition<S extends z.ZodType> {
  name: string;
  does: string;
  options: S;
  paths?(options: z.output<S>): (string | undefined)[];
  run(value: string, options: z.output<S>, context: TransformContext): TransformAnswer;
}

/** Options reach `run` only after the document was read with this transform's own schema. */
export function defineTransform<S extends z.ZodType>(definition: Definition<S>): Transform {
  return {
    name: definition.name,
    does: definition.does,
    options: definition.options,
    paths: (options) => (definition.paths?.(options as z.output<S>) ?? []).filter((path) => path !== undefined),
    run: (value, options, context) => definition.run(value, options as z.output<S>, context),
  };
}
