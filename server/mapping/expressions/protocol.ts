/** One expression over one record. */
export interface Question {
  id: number;
  expression: string;
  /** The record as JSON. */
  input: string;
}

export type Answer =
  | { id: number; kind: 'value'; value: string | number | boolean | null }
  | { id: number; kind: 'time' | 'memory' | 'failed' | 'result'; says?: string };
