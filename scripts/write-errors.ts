import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocksOf, endingWith, readProject, readText, valuesOf } from './salesforce/project.ts';
import { ERROR_CODES, type CodeEntry } from '../server/kernel/error-codes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
export const errorsFile = path.join(root, 'docs/handbook/errors.md');

const FIXERS: Record<CodeEntry['fixer'], string> = { rep: 'sales rep', admin: 'admin', finance: 'finance', erp: 'somebody in the ERP', nobody: 'nobody' };
const RETRIES: Record<CodeEntry['retry'], string> = { later: 'by itself, soon', 'after-fix': 'by itself, once it is put right', never: 'when somebody decides' };
const AREAS: Record<string, string> = {
  request: 'Requests', route: 'Requests', auth: 'Who may ask', pairing: 'Pairing', record: 'Records', connection: 'Connections', order: 'Orders', customer: 'Customers', contact: 'Contacts',
  deal: 'Deals that changed after their order', exception: 'Exceptions', erp: 'The ERP', mapping: 'Mappings', salesforce: 'Salesforce', internal: 'Inside Crossledger',
};

interface ApexProblem {
  code: string;
  says: string;
  next: string;
}

/** Everything that a person can be shown, as the handbook's page. */
export function describeErrors(): string {
  const areas = Map.groupBy(Object.entries(ERROR_CODES), ([code]) => AREAS[code.split('.')[0] ?? ''] ?? 'Others');
  const sections = [...areas].map(([area, entries]) => `## ${area}\n\n| Code | Says | What next | Who can fix it | Goes on |\n| --- | --- | --- | --- | --- |\n${entries.map(row).join('\n')}`);
  const apex = readApexProblems().map(({ code, says, next }) => `| \`${code}\` | ${cell(says)} | ${cell(next)} |`);
  return `# Errors

Whatever goes wrong is said in one sentence, with what happens next and who can fix it. Words in braces are filled in. This page is
written by \`node scripts/write-errors.ts\` from the table in \`server/kernel/error-codes.ts\` and from the package's labels.

${sections.join('\n\n')}

## Found in Salesforce itself, before the backend is asked

| Code | Says | What next |
| --- | --- | --- |
${apex.join('\n')}
`;
}

const row = ([code, entry]: [string, CodeEntry]): string => `| \`${code}\` | ${cell(entry.says)} | ${cell(entry.next)} | ${FIXERS[entry.fixer]} | ${RETRIES[entry.retry]} |`;
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/** Codes that Apex gives by itself: each statement names the code and the label of what to do, whose twin without `_Next` says what is wrong. */
function readApexProblems(): ApexProblem[] {
  const { files } = readProject(root);
  const labels = readLabels(files);
  const found = new Map<string, ApexProblem>();
  for (const file of endingWith(files, '.cls')) {
    for (const [statement, code = ''] of readText(file).matchAll(/'([a-z]+\.[a-z-]+)'[^;]*?System\.Label\.\w+_Next/g)) {
      const names = [...statement.matchAll(/System\.Label\.(\w+)/g)].map(([, name = '']) => name);
      const next = names.at(-1) ?? '';
      const says = labels.get(names.find((name) => !name.endsWith('_Next')) ?? next.replace(/_Next$/, ''));
      if (says !== undefined && !(code in ERROR_CODES)) found.set(code, { code, says, next: labels.get(next) ?? '' });
    }
  }
  return [...found.values()].sort((a, b) => a.code.localeCompare(b.code));
}

function readLabels(files: string[]): Map<string, string> {
  const labels = endingWith(files, '.labels-meta.xml').flatMap((file) => blocksOf(readText(file), 'labels'));
  return new Map(labels.map(({ markup }) => [valuesOf(markup, 'fullName')[0] ?? '', unescape(valuesOf(markup, 'value')[0] ?? '')]));
}

const unescape = (xml: string): string => xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', '\'').replaceAll('&amp;', '&');

if (import.meta.main) {
  writeFileSync(errorsFile, describeErrors());
  console.log(`Written: ${path.relative(root, errorsFile)}`);
}
