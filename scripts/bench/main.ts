import os from 'node:os';
import { parseArgs } from 'node:util';
import { FULL, QUICK } from './plan.ts';
import { runBench } from './run-bench.ts';
import { formatFigures, ratiosOf, TARGETS } from './table.ts';

const help = `npm run bench [-- --quick] [--json] [--profile FOLDER]

Measures panel reads and won deals against a recorded upstream, and prints ratios.
  --quick           the embedded store only, shorter
  --json            prints JSON with all figures instead of a table
  --profile FOLDER  writes a CPU profile of the backend`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, profile: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) return console.log(help);
  const stores = await runBench({ plan: values.quick ? QUICK : FULL, say: (line) => console.error(line), ...(values.profile !== undefined && { profileFolder: values.profile }) });
  const machine = { platform: `${os.platform()} ${os.arch()}`, cpus: os.cpus().length, model: os.cpus()[0]?.model ?? '', memoryGb: Math.round(os.totalmem() / 2 ** 30), node: process.version };
  if (values.json) return console.log(JSON.stringify({ machine, targets: TARGETS, stores: stores.map((one) => ({ ...one, panels: one.panels.map((row) => ({ ...row, ratios: ratiosOf(row) })) })) }, null, 2));
  console.log(`\n${machine.cpus} × ${machine.model}, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.platform}\n\n${formatFigures(stores)}`);
}

await main();
