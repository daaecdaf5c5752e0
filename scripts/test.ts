import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPackages, isInstalled, Sentence } from './setup/install-packages.js';
import { installNeeds, NEEDS, type Need } from './setup/needs.ts';
import { SUITES } from './suites/index.ts';
import { killRunning } from './suites/run-command.ts';
import { runSuites } from './suites/run-suites.ts';
import type { Suite } from './suites/suite.ts';
import { summarise } from './suites/summary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string): void => console.log(line);
const help = `npm test [-- --only <suite,suite>] [--list]

Installs what is missing and runs everything that passes judgement. CI=true makes each skip a failure,
except recordings that are not on this machine.`;

function chooseSuites(only: string | undefined): Suite[] {
  const there = SUITES.filter((suite) => suite.exists(root));
  if (only === undefined) return there;
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !there.some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Sentence(`There is no suite ${unknown.join(', ')}; there are ${there.map((suite) => suite.name).join(', ')}.`);
  return there.filter((suite) => names.includes(suite.name));
}

const neededBy = (suites: readonly Suite[]): Need[] =>
  NEEDS.filter((need) => suites.some(({ needs = [], wants = [] }) => [...needs, ...wants].includes(need.name)));

/** The real `sf` command line has a lock file of its own; without it its tests skip themselves. */
async function installSf(): Promise<void> {
  const folder = path.join(root, 'test/sf');
  if (!existsSync(path.join(folder, 'package-lock.json')) || isInstalled(folder)) return;
  await installPackages(folder, 'the packages of the sf command line').catch((cause: unknown) => {
    if (!(cause instanceof Sentence)) throw cause;
    say(`Missing: the sf command line. ${cause.message}`);
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) return say(help);
  const suites = chooseSuites(values.only);
  if (values.list) return suites.forEach((suite) => say(suite.name));
  const missing = installNeeds(neededBy(suites), say);
  for (const need of missing) say(`Missing: ${need.what}. To get it: ${need.otherwise}.`);
  if (suites.some((suite) => suite.name === 'sandbox')) await installSf();
  const results = await runSuites(suites, { root, missing, lanes: Math.min(2, availableParallelism()), say });
  for (const { name, failed, output } of results) if (failed > 0) say(`\n──── ${name} ────\n${output.trimEnd()}`);
  const { lines, ok } = summarise(results, process.env.CI === 'true');
  for (const line of lines) say(line);
  process.exitCode = ok ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    killRunning('SIGKILL');
    process.exit(130);
  });
}
main().catch((cause: unknown) => {
  console.error(cause instanceof Sentence || (cause instanceof TypeError && 'code' in cause) ? cause.message : cause);
  process.exitCode = 1;
});
