import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { createExpressions, type Expressions } from '../../server/mapping/expressions/expressions.ts';
import { inspectExpression } from '../../server/mapping/expressions/inspect.ts';
import { until } from '../support/until.ts';
import { documentOf } from './support/document.ts';

let engine: Expressions | undefined;
afterEach(() => { engine?.close(); });

const start = async (): Promise<Expressions> => {
  engine = createExpressions();
  await engine.warm();
  return engine;
};

const MODULE = new URL('../../server/mapping/expressions/expressions.ts', import.meta.url).href;
const startChild = (body: string): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', `import { createExpressions } from ${JSON.stringify(MODULE)}; ${body}`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });

/** Process ids below a process, null when there are none yet. */
function childrenOf(pid: number | undefined): number[] | null {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout.trim().split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  const found = rows.filter((row) => row[1] === pid).map((row) => row[0] ?? 0);
  return found.length === 0 ? null : found;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const NEVER = '( $again := function(){ $again() }; $again() )';

describe('expressions', () => {
  test('compute over the record', async () => {
    const expressions = await start();
    const record = { Opportunity: { Name: 'Deal', Amount: 12.5 }, Contact: { FirstName: 'Ada', LastName: null } };
    expect(await expressions.evaluate('Opportunity.Name & "/" & $string(Opportunity.Amount * 2)', record)).toEqual({ value: 'Deal/25' });
    expect(await expressions.evaluate('Opportunity.Amount > 10', record)).toEqual({ value: true });
    expect(await expressions.evaluate('Contact.LastName', record)).toEqual({ value: null });
    expect(await expressions.evaluate('Account.Name', record)).toEqual({ value: null });
  });

  test('fill fields and decide conditions; a number is exact decimal text on its way', async () => {
    const expressions = await start();
    const document = documentOf('  - { target: A, expression: "Contact.FirstName & \' \' & Contact.LastName", when: "Opportunity.Amount > 10", transforms: [case: { to: upper }] }\n  - { target: B, expression: "Opportunity.Amount * 0.1", type: decimal, transforms: [round: { decimals: 2, rule: half-up }] }\n  - { target: C, constant: x, when: "Opportunity.Amount > 100" }');
    const { fields, problems } = await applyMapping(document, { Contact: { FirstName: 'Ada', LastName: 'Lovelace' }, Opportunity: { Amount: 12.25 } }, { company: 'usmf', expressions });
    expect(problems).toEqual([]);
    expect(fields).toEqual({ A: 'ADA LOVELACE', B: 1.23 });
  });

  test.each([
    ['that calls itself for ever', NEVER],
    ['whose pattern never ends', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /(a+)+$/)'],
    ['that counts beyond measure', '$sum([1..9999999]) + $sum([1..9999999]) + $sum([1..9999999])'],
  ])('one %s is stopped, named with document and field, and the next one works', async (_, expression) => {
    const expressions = await start();
    const document = documentOf(`  - { target: SalesOrderName, expression: ${JSON.stringify(expression)} }\n  - { target: Email, expression: "'still ' & 'here'" }`);
    const { fields, problems } = await applyMapping(document, {}, { company: 'usmf', expressions });
    expect(problems.map((problem) => problem.sentence)).toEqual([expect.stringMatching(/^SalesOrderName \(order mapping for fno\): the expression (did not end within 100 ms|needs too much memory) and was stopped\. An admin corrects the expression in the mapping\.$/)]);
    expect(fields).toEqual({ Email: 'still here' });
  });

  test('one allocation past every limit takes down neither this process nor the next expression', async () => {
    const expressions = await start();
    expect(await expressions.evaluate('$join($map([1..9999999], function($n){ $string($n) & "xxxxxxxxxxxxxxxxxxxx" }))', {})).toHaveProperty('problem');
    expect(await expressions.evaluate('$uppercase($pad("x", 500000000))', {})).toHaveProperty('problem');
    expect(await expressions.evaluate('1 + 1', {})).toEqual({ value: '2' });
  });

  test('one that is stopped again and again is not run any more for a while', async () => {
    const expressions = await start();
    for (let time = 0; time < 3; time += 1) expect(await expressions.evaluate(NEVER, {})).toHaveProperty('problem', 'expression-time');
    const startedAt = performance.now();
    for (let line = 0; line < 1000; line += 1) expect(await expressions.evaluate(NEVER, {})).toHaveProperty('problem', 'expression-time');
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test.each([
    ['a list', '[1, 2]', 'expression-result'],
    ['an object', '{"a": 1}', 'expression-result'],
    ['a function', 'function(){ 1 }', 'expression-result'],
    ['a text without measure', '$pad("x", 100000)', 'expression-result'],
    ['something else each time', '$now()', 'expression-failed'],
    ['a chance', '$random()', 'expression-failed'],
    ['nonsense', 'Account..Name(', 'expression-failed'],
  ])('one that gives %s is refused in words', async (_, expression, code) => {
    const expressions = await start();
    expect(await expressions.evaluate(expression, {})).toMatchObject({ problem: code });
  });

  test('read no environment and no files: only the record is there', async () => {
    const expressions = await start();
    for (const expression of ['process.env', 'require("node:fs")', '$eval("1")', 'constructor.constructor("return process")()']) {
      const answer = await expressions.evaluate(expression, { Account: { Name: 'x' } });
      expect('problem' in answer || answer.value === null, expression).toBe(true);
    }
  });

  test('a record that is no plain data is a problem, not an error', async () => {
    const expressions = await start();
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect(await expressions.evaluate('1', { Account: cyclic })).toMatchObject({ problem: 'expression-failed' });
  });

  test('asked at the same time are answered each with its own', async () => {
    const expressions = await start();
    const answers = await Promise.all(Array.from({ length: 50 }, (__, index) => expressions.evaluate('Account.N', { Account: { N: index } })));
    expect(answers).toEqual(Array.from({ length: 50 }, (__, index) => ({ value: String(index) })));
  });

  test('a document without any starts no engine and needs none', async () => {
    const asked: string[] = [];
    const none: Expressions = { evaluate: async (expression) => { asked.push(expression); return { value: null }; }, warm: async () => {}, close: () => {} };
    const document = documentOf('  - { target: A, source: Account.Name, when: { source: Account.Name, present: true } }');
    expect((await applyMapping(document, { Account: { Name: 'x' } }, { company: 'usmf', expressions: none })).fields).toEqual({ A: 'x' });
    expect((await applyMapping(document, { Account: { Name: 'x' } }, { company: 'usmf' })).fields).toEqual({ A: 'x' });
    expect(asked).toEqual([]);
  });

  test('keep no process alive that has nothing else to do', async () => {
    const child = startChild("const e = createExpressions(); console.log(JSON.stringify(await e.evaluate('1 + 1', {})));");
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });

  test('end with a server that was killed, even in the midst of one that never ends', async () => {
    const child = startChild(`const e = createExpressions(); await e.warm(); process.send('warm'); for (;;) await e.evaluate(${JSON.stringify(NEVER)} + ' & "' + Math.random() + '"', {});`);
    await once(child, 'message');
    const engines = await until('the engine of the child', async () => childrenOf(child.pid), { withinMs: 20_000 });
    child.kill('SIGKILL');
    await until('the end of the engine', async () => engines.every((pid) => !isAlive(pid)), { withinMs: 20_000 });
  });

  test('a closed engine answers that it is closed', async () => {
    const expressions = await start();
    expressions.close();
    expect(await expressions.evaluate('1', {})).toMatchObject({ problem: 'expression-engine' });
  });
});

describe('inspecting an expression', () => {
  test('tells the paths that it reads', () => {
    expect(inspectExpression('Opportunity.Name & $string(OpportunityLineItem.Quantity * 2) & (Account.Site ? Account.Site : "x")')).toEqual({ problem: null, paths: ['Opportunity.Name', 'OpportunityLineItem.Quantity', 'Account.Site'] });
  });

  test('tells where it cannot be read, and what it may not use', () => {
    expect(inspectExpression('Account.Name &').problem).toMatch(/\S/);
    expect(inspectExpression('$now()').problem).toBe('$now is not allowed, since a mapping must give the same each time');
  });
});
