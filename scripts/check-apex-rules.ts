import { CodeAnalyzer, CodeAnalyzerConfig } from '@salesforce/code-analyzer-core';
import pmd from '@salesforce/code-analyzer-pmd-engine';
import regex from '@salesforce/code-analyzer-regex-engine';
import { runCheck, type Finding } from './salesforce/finding.ts';
import { readProject } from './salesforce/project.ts';

const RULES = ['pmd:Recommended', 'cpd:Recommended', 'regex:Recommended'];
/** Matters of taste that the house settles otherwise. */
const SILENT = new Set(['ApexDoc', 'ApexUnitTestClassShouldHaveRunAs']);
/** 1 is critical, 2 high; what is below is advice. */
const WORST_ALLOWED = 3;

type EnginePlugin = Parameters<CodeAnalyzer['addEnginePlugin']>[0];

/** PMD, copy-and-paste and pattern rules of Salesforce Code Analyzer; needs Java 11 or later. */
export async function checkApexRules(root: string): Promise<Finding[]> {
  const analyzer = new CodeAnalyzer(CodeAnalyzerConfig.withDefaults());
  for (const plugin of [pmd, regex] as { createEnginePlugin: () => EnginePlugin }[]) await analyzer.addEnginePlugin(plugin.createEnginePlugin());
  const workspace = await analyzer.createWorkspace(readProject(root).folders);
  const results = await analyzer.run(await analyzer.selectRules(RULES, { workspace }), { workspace });
  return results.getViolations().flatMap((violation) => {
    const rule = violation.getRule();
    if (SILENT.has(rule.getName()) || Number(rule.getSeverityLevel()) >= WORST_ALLOWED) return [];
    const at = violation.getPrimaryLocation();
    return [{ file: at.getFile() ?? root, line: at.getStartLine() ?? 1, message: `${rule.getName()}: ${violation.getMessage()}` }];
  });
}

if (import.meta.main) await runCheck('Apex rules', checkApexRules);
