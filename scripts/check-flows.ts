import scanner from 'lightning-flow-scanner-core';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { endingWith, readProject, readText, valuesOf } from './salesforce/project.ts';

/** Asks for an order of record-triggered flows although there may be one only. */
const SILENT = new Set(['TriggerOrder']);

/** Flow rules: hard-coded ids, queries in loops, missing descriptions and the like. */
export async function checkFlows(root: string): Promise<Finding[]> {
  const files = endingWith(readProject(root).files, '.flow-meta.xml');
  if (!files.length) return [];
  const flows = await scanner.parse(files);
  return scanner.scan(flows).flatMap(({ flow, ruleResults }) => {
    const file = files.find((path) => path === flow.fsPath) ?? flow.name ?? root;
    const template = judgeTemplate(file);
    const findings = ruleResults
      .filter((rule) => rule.occurs && !SILENT.has(rule.ruleName) && !(template.isTemplate && rule.ruleName === 'InactiveFlow'))
      .map((rule) => ({ file, line: 1, message: [rule.ruleName, ...rule.details.map((detail) => detail.name)].join(' ') }));
    return [...findings, ...template.findings];
  });
}

/** A template is there to be copied: it must never run by itself in the org that installs it. */
function judgeTemplate(file: string): { isTemplate: boolean; findings: Finding[] } {
  const xml = file.endsWith('.flow-meta.xml') ? readText(file) : '';
  const isTemplate = valuesOf(xml, 'isTemplate')[0] === 'true';
  const isActive = valuesOf(xml, 'status').at(-1) === 'Active';
  return { isTemplate, findings: isTemplate && isActive ? [{ file, line: 1, message: 'is a template and active: it would run in every org that installs it' }] : [] };
}

if (import.meta.main) await runCheck('Flows', checkFlows);
