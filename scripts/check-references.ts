import { runCheck, type Finding } from './salesforce/finding.ts';
import { readProject } from './salesforce/project.ts';
import { checkAccessReferences } from './salesforce/references/access-references.ts';
import { checkApexReferences } from './salesforce/references/apex-references.ts';
import { checkComponentReferences } from './salesforce/references/component-references.ts';
import { checkFlowReferences } from './salesforce/references/flow-references.ts';
import { readSourceFacts } from './salesforce/references/source-facts.ts';

/** References between metadata, Apex and components that a deployment would reject, and what Apex annotations promise. */
export async function checkReferences(root: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const facts = readSourceFacts(readProject(root).files, findings);
  for (const check of [checkApexReferences, checkComponentReferences, checkFlowReferences, checkAccessReferences]) check(facts);
  return findings;
}

if (import.meta.main) await runCheck('References', checkReferences);
