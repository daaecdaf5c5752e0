import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium, findPostgresBinaries, findProgram } from './find-program.ts';

export type NeedName = 'jdk' | 'chromium' | 'postgres' | 'inter';

/** A program that the tests use and npm cannot bring. */
export interface Need {
  readonly name: NeedName;
  readonly what: string;
  readonly aptPackages: readonly string[];
  readonly otherwise: string;
  isThere(): boolean;
}

const runs = (program: string | null, ...args: string[]): boolean =>
  program !== null && spawnSync(program, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;

export const NEEDS: readonly Need[] = [
  {
    name: 'jdk', what: 'a JDK (Apex compile, PMD)', aptPackages: ['default-jdk-headless'], otherwise: 'install a JDK 17 or later and put java and javap on the PATH',
    // macOS has a java that only says that there is none, so finding it is not enough
    isThere: () => findProgram('javap') !== null && runs(findProgram('java'), '-version'),
  },
  {
    name: 'chromium', what: 'Chromium (browser tests)', aptPackages: ['chromium'], otherwise: 'install Chromium or Chrome, or set CHROMIUM to its program',
    // Ubuntu has a chromium-browser that only points to its shop
    isThere: () => runs(findChromium(), '--version'),
  },
  {
    name: 'postgres', what: 'PostgreSQL (the same tests on both stores)', aptPackages: ['postgresql'], otherwise: 'install PostgreSQL 15 or later and put its server programs (initdb, postgres) on the PATH',
    isThere: () => findPostgresBinaries() !== null,
  },
  {
    name: 'inter', what: 'the font Inter (pictures of the pages)', aptPackages: ['fonts-inter'], otherwise: 'install the font Inter; without it pages show the system font',
    isThere: () => process.platform !== 'linux' || existsSync('/usr/share/fonts/opentype/inter') || hasFont('Inter'),
  },
];

function hasFont(family: string): boolean {
  const list = findProgram('fc-list');
  return list !== null && spawnSync(list, [':', 'family'], { encoding: 'utf8' }).stdout.split('\n').some((line) => line.startsWith(family));
}

/** Installs what is missing where that is possible without asking, and returns what is still missing. Says one line for each step. */
export function installNeeds(needs: readonly Need[], say: (line: string) => void): Need[] {
  const missing = needs.filter((need) => !need.isThere());
  if (missing.length === 0) return [];
  const apt = findProgram('apt-get');
  if (apt === null || process.getuid?.() !== 0) return missing;
  say('Some programs are missing; running apt-get update …');
  if (!runApt(apt, ['update', '-qq'], say)) return missing;
  return missing.filter((need) => {
    say(`Installing ${need.what}: apt-get install ${need.aptPackages.join(' ')} …`);
    return !(runApt(apt, ['install', '-y', '-qq', '--no-install-recommends', ...need.aptPackages], say) && need.isThere());
  });
}

function runApt(apt: string, args: readonly string[], say: (line: string) => void): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync(apt, ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, encoding: 'utf8', timeout: 900_000, maxBuffer: 1e8 });
  if (status !== 0) say(`apt-get ${args[0]} failed:\n${(stderr || stdout).trim().split('\n').slice(-5).join('\n')}`);
  return status === 0;
}
