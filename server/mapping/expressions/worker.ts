import { parentPort } from 'node:worker_threads';
import jsonata from 'jsonata';
import { notRepeatable } from './functions.ts';
import type { Answer, Question } from './protocol.ts';

const LONGEST_RESULT = 32_768;
const MOST_COMPILED = 500;
const compiled = new Map<string, jsonata.Expression>();

function compile(expression: string): jsonata.Expression {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const fresh = jsonata(expression);
  for (const name of notRepeatable) fresh.registerFunction(name, () => { throw new Error(`$${name} is not allowed, since a mapping must give the same each time`); });
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(expression, fresh);
  return fresh;
}

async function answer(question: Question): Promise<Answer> {
  const { id } = question;
  try {
    const result: unknown = await compile(question.expression).evaluate(JSON.parse(question.input));
    if (result === undefined || result === null) return { id, kind: 'value', value: null };
    if (typeof result === 'boolean') return { id, kind: 'value', value: result };
    if (typeof result === 'number' && Number.isFinite(result)) return { id, kind: 'value', value: result };
    if (typeof result === 'string') return result.length <= LONGEST_RESULT ? { id, kind: 'value', value: result } : { id, kind: 'result', says: `a text of ${result.length} characters` };
    return { id, kind: 'result', says: Array.isArray(result) ? `a list of ${result.length}` : 'an object or a function' };
  } catch (thrown) {
    return { id, kind: 'failed', says: said(thrown) };
  }
}

/** JSONata throws plain objects with a code and a message. */
const said = (thrown: unknown): string => (typeof thrown === 'object' && thrown !== null && 'message' in thrown ? String(thrown.message) : String(thrown)).slice(0, 500);

// The first run of JSONata is the slowest; it does not belong to anybody's expression.
await answer({ id: 0, expression: '$string(1 + 1) & $uppercase(a.b)', input: '{"a":{"b":"x"}}' });
parentPort?.on('message', (question: Question) => { void answer(question).then((given) => { parentPort?.postMessage(given); }); });
parentPort?.postMessage('ready');
