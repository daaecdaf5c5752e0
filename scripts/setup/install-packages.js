// Plain JavaScript for any Node from 18 on: bootstrap.js uses it before Node 24 is there.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Ends a command with one plain sentence. */
export class Sentence extends Error {}

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const noNetwork = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

const stampOf = (folder) => path.join(folder, 'node_modules', '.crossledger-stamp');
const hashOf = (folder) => createHash('sha256').update(readFileSync(path.join(folder, 'package-lock.json'))).digest('hex');

/** Whether node_modules was installed from exactly the lock file that stands there now. */
export function isInstalled(folder) {
  return existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8').trim() === hashOf(folder);
}

/** Installs the packages of the lock file, without install scripts, saying each ten seconds that it still works. */
export async function installPackages(folder, what) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  console.log(existsSync(stampOf(folder)) ? `The lock file changed: installing ${what} again …` : `Installing ${what}; the first time takes a minute or two …`);
  const progress = setInterval(() => console.log(`  still installing, ${seconds()}`), 10_000);
  const { code, output } = await runNpm(folder).finally(() => clearInterval(progress));
  if (code === 0) {
    writeFileSync(stampOf(folder), `${hashOf(folder)}\n`);
    console.log(`Installed in ${seconds()}.`);
    return;
  }
  if (noNetwork.test(output)) {
    throw new Sentence(`The npm registry cannot be reached, and ${what} are not installed yet. Connect this machine to the network (or name the registry that npm shall use) and run the command again.`);
  }
  throw new Sentence(`${output.trimEnd()}\nnpm ci failed with code ${code} while installing ${what}; its output stands above.`);
}

async function runNpm(folder) {
  const { command, first, shell } = npmCommand();
  const args = [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=20000', '--loglevel=error'];
  try {
    const result = await runChild(command, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], shell });
    if (result.signal) throw new Sentence('Stopped while installing; the next start installs again.');
    return result;
  } catch (cause) {
    if (cause instanceof Sentence) throw cause;
    throw new Sentence(`npm could not be started (${cause.message}). Install Node with npm from https://nodejs.org and run the command again.`);
  }
}

/** npm's own program under the Node that runs npm, so that replacing node_modules never runs from node_modules. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  if (npm && node && /npm-cli\.[cm]?js$/.test(npm)) return { command: node, first: [npm], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/** Runs one child until its end; signals go on to it, and this process never ends before it. `onStart` is given the child. */
export function runChild(command, args, options, onStart) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    onStart?.(child);
    const parts = [];
    child.stdout?.on('data', (data) => parts.push(String(data)));
    child.stderr?.on('data', (data) => parts.push(String(data)));
    const handlers = forwarded.map((signal) => [signal, () => child.kill(signal)]);
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const finish = (settle) => {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      settle();
    };
    child.on('error', (cause) => finish(() => reject(cause)));
    child.on('close', (code, signal) => finish(() => resolve({ code, signal, output: parts.join('') })));
  });
}
