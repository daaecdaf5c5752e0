import scanner from 'lightning-flow-scanner-core';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { endingWith, readProject } from './salesforce/project.ts';

/** Asks for an order of record-triggered flows although there may be one only. */
const SILENT = new Set(['TriggerOrder']);

/** Flow rules: hard-coded ids, queries in loops, missing descriptions and the like. */
export async function checkFlows(root: string): Promise<Finding[]> {
  const files = endingWith(readProject(root).files, '.flow-meta.xml');
  if (!files.length) return [];
  const flows = await scanner.parse(files);
  return scanner.scan(flows).flatMap(({ flow, ruleResults }) => {
    const file = files.find((path) => path === flow.fsPath) ?? flow.name ?? root;
    return ruleResults
      .filter((rule) => rule.occurs && !SILENT.has(rule.ruleName))
      .map((rule) => ({ file, line: 1, message: [rule.ruleName, ...rule.details.map((detail) => detail.name)].join(' ') }));
  });
}

if (import.meta.main) await runCheck('Flows', checkFlows);
