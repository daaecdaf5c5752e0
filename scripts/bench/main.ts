import os from 'node:os';
import { parseArgs } from 'node:util';
import { FULL, QUICK } from './plan.ts';
import { runBench, runDrain } from './run-bench.ts';
import { formatDrain, formatFigures, ratiosOf, TARGETS } from './table.ts';

const help = `npm run bench [-- --quick] [--drain] [--deals N] [--store NAME] [--json] [--profile FOLDER]

Measures panel reads and won deals against a recorded upstream, and prints ratios.
  --quick           the embedded store only, shorter
  --drain           instead, 10,000 won deals worked off at the limit of the ERP: about 20 minutes for each store
  --deals N         so many won deals
  --store NAME      embedded or postgres only
  --json            prints JSON with all figures instead of a table
  --profile FOLDER  writes a CPU profile of the backend`;

const DRAIN_DEALS = 10_000;
const OPTIONS = {
  quick: { type: 'boolean', default: false }, drain: { type: 'boolean', default: false }, deals: { type: 'string' }, store: { type: 'string' },
  json: { type: 'boolean', default: false }, profile: { type: 'string' }, help: { type: 'boolean', default: false },
} as const;

function readFlags() {
  const { values } = parseArgs({ options: OPTIONS });
  const base = values.quick ? QUICK : FULL;
  const stores = values.store === undefined ? base.stores : FULL.stores.filter((name) => name === values.store);
  const deals = Number(values.deals ?? (values.drain ? DRAIN_DEALS : base.deals));
  if (stores.length === 0) throw new Error('--store takes embedded or postgres');
  if (!Number.isInteger(deals) || deals < 2 || (!values.drain && deals > base.deals)) throw new Error(`--deals takes a whole number from 2${values.drain ? '' : ` to ${base.deals}`}`);
  return { ...values, plan: { ...base, stores, deals } };
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags.help) return console.log(help);
  const machine = { platform: `${os.platform()} ${os.arch()}`, cpus: os.cpus().length, model: os.cpus()[0]?.model ?? '', memoryGb: Math.round(os.totalmem() / 2 ** 30), node: process.version };
  const head = `\n${machine.cpus} × ${machine.model}, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.platform}\n\n`;
  const options = { say: (line: string) => console.error(line), ...(flags.profile !== undefined && { profileFolder: flags.profile }) };
  if (flags.drain) {
    const rows = await runDrain(flags.plan.stores, flags.plan.deals, options);
    return console.log(flags.json ? JSON.stringify({ machine, rows }, null, 2) : head + formatDrain(rows));
  }
  const figures = await runBench({ ...options, plan: flags.plan });
  const withRatios = figures.stores.map((one) => ({ ...one, panels: one.panels.map((row) => ({ ...row, ratios: ratiosOf(row) })) }));
  console.log(flags.json ? JSON.stringify({ machine, targets: TARGETS, stores: withRatios, calls: figures.calls }, null, 2) : head + formatFigures(figures));
}

// What was started ends with this process, which a signal alone would not do.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => process.exit(130));
await main();
