import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runCheck, type Finding } from './salesforce/finding.ts';

const require = createRequire(import.meta.url);
const engine = dirname(require.resolve('@salesforce/code-analyzer-pmd-engine/package.json'));
const project = resolve(import.meta.dirname, '..');
const TIMEOUT_MS = 180_000;
/** The compiler ends with 4 when it found errors; its report is on stdout all the same. */
const FOUND_ERRORS = 4;

interface Report {
  files: { path: string; messages: { category: string; message: string; start: { line: number } }[] }[];
}

/** Compiles the project's Apex against the platform's types, without an org; needs Java 11 or later. */
export async function checkApexCompile(root: string): Promise<Finding[]> {
  const cache = join(project, 'node_modules/.cache/apex-ls');
  mkdirSync(cache, { recursive: true });
  const report = JSON.parse(await runCompiler(root, cache)) as Report;
  return report.files.flatMap((file) =>
    file.messages
      .filter(({ category }) => !['Warning', 'Unused'].includes(category))
      .map(({ category, message, start }) => ({ file: file.path, line: start.line, message: `${category}: ${message}` })),
  );
}

async function runCompiler(root: string, cache: string): Promise<string> {
  const classes = join(engine, 'dist/java-lib', '*');
  const args = ['-cp', classes, 'io.github.apexdevtools.apexls.CheckForIssues', '-c', cache, '-f', 'json', '-d', 'errors', '-w', root];
  try {
    return (await promisify(execFile)('java', args, { maxBuffer: 1 << 28, timeout: TIMEOUT_MS })).stdout;
  } catch (error) {
    const failure = error as { code?: unknown; stdout?: string };
    if (failure.code === FOUND_ERRORS && failure.stdout) return failure.stdout;
    throw error;
  }
}

if (import.meta.main) await runCheck('Apex compile', checkApexCompile);
