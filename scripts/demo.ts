import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Endpoints } from './setup/endpoints.ts';
import { Sentence } from './setup/install-packages.js';
import { describeEnd } from './setup/part.ts';
import { checkPorts, choosePorts } from './setup/ports.ts';
import { startStack, type Stack } from './setup/stack.ts';

const folder = fileURLToPath(new URL('../.demo', import.meta.url));
const endpointsFile = path.join(folder, 'endpoints.json');
const pidFile = path.join(folder, 'demo.pid');
const say = (line: string): void => console.log(line);

const help = `npm run demo [-- --fresh] [--port-base N]

Starts a simulated Salesforce org, F&O and Business Central, the real backend on its embedded store, and the pages.
  --fresh         forgets what earlier runs left in .demo
  --port-base N   first of five ports (default 4280): pages, backend, Salesforce, F&O, Business Central`;

interface Flags {
  fresh: boolean;
  portBase: number;
}

function readFlags(): Flags | null {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false }, 'port-base': { type: 'string', default: '4280' }, help: { type: 'boolean', default: false } } });
  if (values.help) return null;
  const portBase = Number(values['port-base']);
  if (!Number.isInteger(portBase) || portBase < 1024 || portBase > 65_531) throw new Sentence('--port-base takes a whole number from 1024 to 65531.');
  return { fresh: values.fresh, portBase };
}

/** Two demos on one folder would write over each other. */
function takeFolder(fresh: boolean): void {
  const holder = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isDemo(holder)) throw new Sentence(`The demo already runs as process ${holder}; stop it first.`);
  if (fresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(endpointsFile, { force: true }); // it stands only while what it names answers
  writeFileSync(pidFile, `${process.pid}\n`);
}

function isDemo(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false; // gone, or another user's
  }
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc/self/cmdline') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('demo.ts'));
}

/** Whoever waits for the file finds it whole. */
function writeEndpoints(endpoints: Endpoints): void {
  writeFileSync(`${endpointsFile}.new`, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${endpointsFile}.new`, endpointsFile);
}

function describe({ page, backend, salesforce, fno, businessCentral }: Endpoints, seconds: number): string {
  return `
Crossledger runs (ready after ${seconds.toFixed(0)} s).

  Pages             ${page}
  Backend           ${backend}   (operator token in .demo/endpoints.json)
  Salesforce org    ${salesforce.instanceUrl}
  F&O               ${fno.baseUrl}
  Business Central  ${businessCentral.baseUrl}

  1. Open ${page}/lightning/o/Account/list and choose an account: balance, invoices, payments, open orders.
  2. Open ${page}/lightning/o/Opportunity/list, choose an opportunity, and mark Closed Won in the sales path,
     or press "Send to ERP", look at the check and press "Send": the number appears on the open page after a few seconds.
  3. As admin, open ${page}/lightning/n/ERP_Exceptions?user=admin: orders that wait for a decision, and beside it connections and setup.
  4. The picture at the top right changes the user: rep, rep-de (in German), plain (without permissions), admin.

Flows are checked as metadata and never executed here. Ctrl-C stops everything; the next start finds its data again.
`;
}

async function main(): Promise<void> {
  const startedAt = performance.now();
  const flags = readFlags();
  if (flags === null) return say(help);
  takeFolder(flags.fresh);
  const signal = listenForStop();
  try {
    await checkPorts(await choosePorts(flags.portBase));
    const stack = await startStack({ portBase: flags.portBase, dataFolder: folder, signal, say });
    writeEndpoints(stack.endpoints);
    if (!signal.aborted) say(describe(stack.endpoints, (performance.now() - startedAt) / 1000));
    await runUntilEnd(stack, signal);
  } catch (cause) {
    if (!signal.aborted) throw cause;
    say('Stopped while it came up.');
    process.exitCode = 130;
  } finally {
    for (const file of [endpointsFile, pidFile]) rmSync(file, { force: true });
  }
}

async function runUntilEnd(stack: Stack, signal: AbortSignal): Promise<void> {
  const stopped = signal.aborted ? undefined : once(signal, 'abort').then(() => undefined);
  const end = await Promise.race([stack.died, stopped]);
  say(end === undefined ? 'Stopping …' : `\n${describeEnd(end)}\nThe demo cannot go on without it and stops; all output is in .demo/logs.`);
  await stack.stop();
  if (end === undefined) say('Stopped. The data stays in .demo.');
  else process.exitCode = 1;
}

/** Aborted by Ctrl-C, TERM, or the terminal's end; a second one changes nothing, because stopping is bounded anyway. */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort());
  return stop.signal;
}

main().catch((cause: unknown) => {
  const plain = cause instanceof Sentence || (cause instanceof TypeError && 'code' in cause);
  console.error(plain ? cause.message : `The demo could not start: ${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
});
