import { parseArgs } from 'node:util';
import { Sentence } from '../setup/install-packages.js';
import type { RunResult } from './do-run.ts';
import { describePlan, MIXES } from './plan.ts';
import { prove, type ProveOptions } from './prove.ts';
import { closingLine, describeCoverage, drawTable } from './table.ts';

const help = `npm run prove:once -- --runs N --seed S

Wins deals while backends are killed, frozen, cut off and lied to, and compares the ERPs with what was wanted.
  --runs N        how many runs (default 10), each of at least 10 orders and 3 kills
  --seed S        decides what happens (default 1)
  --run K         only this run of the seed, to replay it
  --store NAME    embedded or postgres; both when absent
  --erp fno       leaves Business Central out
  --mix NAME      all (default), lost-answers, late-commits, frozen: what the schedules are made of
  --stop          ends after the first run that goes wrong
  --points        prints the crash points that the dry run found
  --verbose       prints the schedule of every run`;

interface Flags extends Pick<ProveOptions, 'seed' | 'runs' | 'mix' | 'store' | 'erps'> {
  stop: boolean;
  points: boolean;
  verbose: boolean;
}

function readFlags(): Flags | null {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, run: { type: 'string' }, store: { type: 'string' }, erp: { type: 'string' }, mix: { type: 'string', default: 'all' },
      stop: { type: 'boolean', default: false }, points: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  if (values.store !== undefined && values.store !== 'embedded' && values.store !== 'postgres') throw new Sentence('--store is embedded or postgres.');
  if (values.erp !== undefined && values.erp !== 'fno') throw new Sentence('--erp takes fno only.');
  const mix = MIXES.find((one) => one === values.mix);
  if (mix === undefined) throw new Sentence(`--mix is one of ${MIXES.join(', ')}.`);
  const runs = values.run === undefined ? Array.from({ length: whole('--runs', values.runs) }, (_, at) => at + 1) : [whole('--run', values.run)];
  return { seed: whole('--seed', values.seed), runs, mix, store: values.store ?? null, erps: values.erp === 'fno' ? 'fno' : 'both', stop: values.stop, points: values.points, verbose: values.verbose };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Sentence(`${name} takes a whole number from 1 on.`);
  return value;
}

const replay = ({ seed, mix, store, erps }: Flags, run: number): string =>
  `npm run prove:once -- --seed ${seed} --run ${run}${mix === 'all' ? '' : ` --mix ${mix}`}${store === null ? '' : ` --store ${store}`}${erps === 'both' ? '' : ' --erp fno'}`;

function describeResult(result: RunResult, flags: Flags): string[] {
  const { plan, violations, notes, orders, kills, seconds } = result;
  const bad = violations.length > 0;
  return [
    `${bad ? '✗' : '✓'} run ${plan.run}, ${plan.store}: ${orders} orders, ${kills} kills, ${seconds.toFixed(1)} s`,
    ...notes.map((note) => `    ${note}`),
    ...(bad || flags.verbose ? describePlan(plan).map((line) => `    ${line}`) : []),
    ...violations.map((one) => `  ${one.kind}: ${one.deal}: ${one.words}`),
    ...(bad ? [`  replay: ${replay(flags, plan.run)}`] : []),
  ];
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags === null) return console.log(help);
  const stop = new AbortController();
  // The first one lets the runs under way end and prints what there is; the second ends at once, with all parts.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => (stop.signal.aborted ? process.exit(130) : stop.abort()));
  const startedAt = performance.now();
  const say = (line: string): void => console.log(line);
  const onResult = (result: RunResult): void => {
    describeResult(result, flags).forEach(say);
    if (flags.stop && result.violations.length > 0) stop.abort();
  };
  const { results, ends } = await prove({ ...flags, say, signal: stop.signal, onResult });
  if (flags.points) ends.forEach(({ store, points }) => points.forEach(({ label, phase, stage, count }) => say(`${store}  ${stage}  ${phase}  ${label}  ${count}`)));
  const kills = results.reduce((sum, result) => sum + result.kills, 0);
  say(['', ...drawTable(results), '', ...describeCoverage(ends, results), `${kills} kills in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`, closingLine(results)].join('\n'));
  const bad = results.filter((result) => result.violations.length > 0);
  bad.forEach((result) => say(`replay: ${replay(flags, result.plan.run)}`));
  if (bad.length > 0 || results.length < flags.runs.length) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Sentence ? error.message : error);
  process.exitCode = 1;
});
