import { sumOf } from './call-kinds.ts';
import type { DrainFigures } from './drain.ts';
import type { CallFigures } from './order-calls.ts';
import type { PanelFigures } from './panel-reads.ts';
import type { BenchFigures, StoreFigures, StoreName } from './run-bench.ts';

export const TARGETS = { p50ToSlowestRead: 1.25, throughputToProxy: 0.6, residentMb: { postgres: 250, embedded: 400 } } as const;

const round = (value: number, digits = 2): string => value.toFixed(digits);
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');

/** A Markdown table, columns aligned. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

export interface Ratios {
  p50ToSlowestRead: number;
  p50ToDirect: number;
  p50ToProxy: number;
  p99ToDirect: number;
  p99ToProxy: number;
  throughputToDirect: number;
  throughputToProxy: number;
}

export const ratiosOf = ({ crossledger, direct, proxy, slowestRead }: PanelFigures): Ratios => ({
  p50ToSlowestRead: crossledger.p50Ms / slowestRead.p50Ms,
  p50ToDirect: crossledger.p50Ms / direct.p50Ms,
  p50ToProxy: crossledger.p50Ms / proxy.p50Ms,
  p99ToDirect: crossledger.p99Ms / direct.p99Ms,
  p99ToProxy: crossledger.p99Ms / proxy.p99Ms,
  throughputToDirect: crossledger.perSecond / direct.perSecond,
  throughputToProxy: crossledger.perSecond / proxy.perSecond,
});

const PANEL_HEAD = ['Store', 'ERP delay', 'At once', 'p50 / slowest read', 'p50 / direct', 'p50 / proxy', 'p99 / direct', 'p99 / proxy', 'req/s / direct', 'req/s / proxy', 'slowest read p50'];

/** Without a delay of the ERP there is nothing that the p50 could be held against. */
function panelRow(store: string, figures: PanelFigures): string[] {
  const { p50ToSlowestRead, p50ToDirect, p50ToProxy, p99ToDirect, p99ToProxy, throughputToDirect, throughputToProxy } = ratiosOf(figures);
  const held = figures.delayMs === 0 ? '' : ` (${verdict(p50ToSlowestRead <= TARGETS.p50ToSlowestRead)})`;
  return [
    store, `${figures.delayMs} ms`, `${figures.atOnce}`, `${round(p50ToSlowestRead)}${held}`, round(p50ToDirect), round(p50ToProxy), round(p99ToDirect), round(p99ToProxy),
    round(throughputToDirect), `${round(throughputToProxy)} (${verdict(throughputToProxy >= TARGETS.throughputToProxy)})`, `${round(figures.slowestRead.p50Ms, 1)} ms`,
  ];
}

const processTable = (stores: readonly StoreFigures[]): string =>
  formatTable(['Store', 'Accepted pushes', 'per second', 'until all exist', 'RSS at start', 'after reads', 'after pushes', 'target'], stores.map(({ store, pace, residentMb }) => [
    store, `${pace.deals}`, round(pace.perSecond, 0), `${round(pace.untilAllSeconds, 1)} s`, `${round(residentMb.atStart, 0)} MB`, `${round(residentMb.afterReads, 0)} MB`, `${round(residentMb.afterPushes, 0)} MB`,
    `under ${TARGETS.residentMb[store]} MB (${verdict(Math.max(residentMb.afterReads, residentMb.afterPushes) < TARGETS.residentMb[store])})`,
  ]));

const paceTable = (stores: readonly StoreFigures[]): string =>
  formatTable(['Store', 'Orders', 'orders/s / naive', 'orders/s', 'naive orders/s', 'ERP calls per order / naive', 'Salesforce calls per order / naive'], stores.map(({ store, pace: { deals, ordersPerSecond, naivePerSecond, callsPerOrder } }) => [
    store, `${deals}`, round(ordersPerSecond / naivePerSecond), round(ordersPerSecond, 1), round(naivePerSecond, 1),
    `${round(callsPerOrder.erp, 1)} / ${round(callsPerOrder.naiveErp, 1)}`, `${round(callsPerOrder.salesforce, 1)} / ${round(callsPerOrder.naiveSalesforce, 1)}`,
  ]));

/** One row for each call, one column for each kind of order. */
export function formatCalls(figures: readonly CallFigures[]): string {
  const kinds = (of: 'erp' | 'salesforce'): string[] => [...new Set(figures.flatMap((one) => Object.keys(one[of])))];
  const rowsOf = (of: 'erp' | 'salesforce', title: string): string[][] => [
    ...kinds(of).map((kind) => [title, kind, ...figures.map((one) => `${one[of][kind] ?? ''}`)]),
    [title, '**all**', ...figures.map((one) => `**${sumOf(one[of])}**`)],
  ];
  return formatTable(['', 'Call', ...figures.map((one) => one.order)], [...rowsOf('erp', 'ERP'), ...rowsOf('salesforce', 'Salesforce')]);
}

/** The answer of a run with `--drain`, as text. */
export function formatDrain(rows: readonly { store: StoreName; drain: DrainFigures }[]): string {
  const table = formatTable(['Store', 'Won deals', 'Seconds', 'ERP calls/s of the limit', 'at once of the limit', 'lost', 'doubled', 'overtakings', 'RSS at start and after each tenth, MB'], rows.map(({ store, drain }) => [
    store, `${drain.deals}`, round(drain.seconds, 0), `${round(drain.erp.callsPerSecond, 0)} of ${drain.limit.callsPerSecond}`, `${drain.erp.mostAtOnce} of ${drain.limit.atOnce}`,
    `${drain.lost}`, `${drain.doubled}`, `${drain.overtakings}`, drain.residentMb.map((mb) => round(mb, 0)).join(' '),
  ]));
  return `Won deals worked off at the limit of the ERP\n\n${table}\n\nAn overtaking is an order that the ERP got before one of the same account that was won earlier.`;
}

/** The whole answer of one run, as text. */
export function formatFigures({ stores, calls }: BenchFigures): string {
  const failures = stores.flatMap(({ store, panels: rows }) => rows.flatMap((row) => (['direct', 'proxy', 'crossledger'] as const).flatMap((way) => (row[way].failures === 0 ? [] : [`${store}, ${row.delayMs} ms, ${row.atOnce} at once, ${way}: ${row[way].failures} failures, the first: ${row[way].failure}`]))));
  const targets = `Targets: p50 at most ${TARGETS.p50ToSlowestRead} × the slowest single upstream read; at least ${TARGETS.throughputToProxy} of the bare proxy's requests/s; RSS as in the table.`;
  return [
    'Panel reads through Crossledger, as ratios', formatTable(PANEL_HEAD, stores.flatMap(({ store, panels: rows }) => rows.map((row) => panelRow(store, row)))),
    'Won deals and memory of the backend process', processTable(stores),
    'Orders through the durable path against a script that stores nothing', paceTable(stores),
    ...calls.flatMap(({ erp, figures }) => [`Calls of one order, ${erp}`, formatCalls(figures)]),
    targets, ...failures,
  ].join('\n\n');
}
