import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SfError } from '@salesforce/core';
import { z } from 'zod';
import { endingWith, readProject, stemOf } from '../../salesforce/project.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const MAIN = 'force-app/main';
const TESTS = 'force-app/test';
const LARGEST_ANSWER = 64 * 1024 * 1024;
const answer = z.object({ status: z.number(), message: z.string().optional(), actions: z.array(z.string()).optional(), result: z.object({ id: z.string().optional() }).nullish() });

export interface Wanted {
  username: string;
  dryRun: boolean;
  runTests: boolean;
}

/** Hands the source of this checkout to the Salesforce CLI, which packs and sends it; returns the id of the deployment, which the org then works on. */
export async function startDeployment({ username, dryRun, runTests }: Wanted): Promise<string> {
  if (!existsSync(path.join(root, MAIN))) throw new SfError('This copy of Crossledger has no force-app folder.', 'SourceMissing', ['Run the command in a checkout of the repository.']);
  const tests = endingWith(readProject(root).files, 'Test.cls').flatMap((file) => ['--tests', stemOf(file, '.cls')]);
  const args = [
    'project', 'deploy', 'start', '--json', '--async', '--ignore-conflicts', '--source-dir', MAIN,
    ...(runTests ? ['--source-dir', TESTS, '--test-level', 'RunSpecifiedTests', ...tests] : ['--test-level', 'NoTestRun']),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  const said = answer.parse(JSON.parse(await runSf(args, username)));
  const id = said.result?.id;
  if (said.status !== 0 || id === undefined) throw new SfError(said.message ?? 'The Salesforce CLI did not start the deployment.', 'DeploymentNotStarted', said.actions ?? []);
  return id;
}

/** Its answer, also when it refuses: that is an answer too. Whose org is meant goes beside the arguments, which a shell may read. */
function runSf(args: string[], username: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('sf', args, { cwd: root, env: { ...process.env, SF_TARGET_ORG: username }, maxBuffer: LARGEST_ANSWER, shell: process.platform === 'win32' }, (cause, stdout) => {
      if (stdout.trimStart().startsWith('{')) resolve(stdout);
      else if ((cause as NodeJS.ErrnoException | null)?.code === 'ENOENT') reject(new SfError('The Salesforce CLI is not installed, or not on the PATH.', 'CliMissing', ['Install it with `npm install --global @salesforce/cli`, sign in with `sf org login web`, and run the command again.']));
      else reject(new SfError(`The Salesforce CLI ended without an answer: ${cause?.message ?? 'no output'}`, 'CliAnswer', ['Run `sf doctor`.'], cause ?? undefined));
    });
  });
}
