import { runBench } from './run-bench.ts';
import { formatFigures } from './table.ts';
const store = process.argv[2] as 'postgres';
console.log(formatFigures(await runBench({ plan: { stores: [store], customers: 120, deals: 20, cells: [{ delayMs: 20, atOnce: 50 }], rounds: 3, roundMs: 2000 }, say: console.error, profileFolder: '/tmp/benchwork/prof' })));
