import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { installNeeds, type Need } from '../../scripts/setup/needs.ts';
import { findProgram } from '../../scripts/setup/find-program.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const need: Need = { name: 'jdk', what: 'a JDK', aptPackages: ['default-jdk-headless'], otherwise: 'install a JDK', isThere: () => findProgram('javap') !== null };

/** A PATH on which apt-get writes down what it is asked for and installs a javap. */
function useApt(script: string): string {
  const folder = makeTemporaryFolder({ 'apt-get': `#!/bin/sh\necho "$@" >> ${'"${0%/*}/asked"'}\n${script}\n` });
  vi.stubEnv('PATH', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

it.runIf(process.getuid?.() === 0)('updates once and installs what is missing, one line each', () => {
  const folder = useApt(': > "${0%/*}/javap"; /bin/chmod 755 "${0%/*}/javap"');
  const said: string[] = [];
  expect(installNeeds([need, need], (line) => said.push(line))).toEqual([]);
  expect(said[0]).toContain('apt-get update');
  expect(said[1]).toContain('apt-get install default-jdk-headless');
  const asked = readFileSync(path.join(folder, 'asked'), 'utf8');
  expect(asked.match(/update/g)).toHaveLength(1);
});

it.runIf(process.getuid?.() === 0)('names what apt-get could not bring', () => {
  useApt('[ "$3" = update ]');
  const said: string[] = [];
  expect(installNeeds([need], (line) => said.push(line))).toEqual([need]);
  expect(said.at(-1)).toContain('apt-get install failed');
});

it('leaves alone what is there, and only names what is missing where nothing can install it', () => {
  vi.stubEnv('PATH', makeTemporaryFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(installNeeds([{ ...need, isThere: () => true }, need], () => undefined)).toEqual([need]);
});
