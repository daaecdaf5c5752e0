import { relative, resolve } from 'node:path';

/** One thing that a deployment or a reviewer would reject. */
export interface Finding {
  file: string;
  line: number;
  message: string;
}

/** Judges the Salesforce project below a root, the folder of its sfdx-project.json; no finding means content. */
export type Check = (root: string) => Promise<Finding[]>;

/** Prints the findings of the project that the command line names, this one by default; the process ends with 1 when there are any. */
export async function runCheck(title: string, check: Check): Promise<void> {
  const root = resolve(process.argv[2] ?? '.');
  const findings = await check(root);
  for (const { file, line, message } of findings) console.log(`${relative(process.cwd(), file)}:${line} ${message}`);
  console.log(findings.length ? `${title}: ${findings.length} finding(s)` : `${title}: nothing to report`);
  process.exitCode = findings.length ? 1 : 0;
}
