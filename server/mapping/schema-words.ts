import type * as z from 'zod';

const KINDS: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', object: 'a block of settings', record: 'a table', array: 'a list' };
const kindOf = (name: string): string => KINDS[name] ?? name;
const given = (input: unknown): string => (Array.isArray(input) ? 'a list' : input === null ? 'nothing' : kindOf(typeof input));

/** What a schema found, in plain words, without the name of the setting. */
export function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys': return `does not know ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    case 'invalid_type': return issue.input === undefined ? `must be ${kindOf(issue.expected)}` : `must be ${kindOf(issue.expected)}, not ${given(issue.input)}`;
    case 'invalid_value': return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small': return issue.origin === 'string' || issue.origin === 'array' ? 'must not be empty' : `must be at least ${String(issue.minimum)}`;
    case 'too_big': return issue.origin === 'string' ? `must have at most ${String(issue.maximum)} characters` : issue.origin === 'array' ? `must have at most ${String(issue.maximum)} entries` : `must be at most ${String(issue.maximum)}`;
    case 'invalid_union': return 'has a value of the wrong kind';
    default: return issue.message;
  }
}
