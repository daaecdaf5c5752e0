import { checkMapping, type KnownNames } from './check-mapping.ts';
import type { MappingDocument } from './document.ts';
import type { Finding } from './finding.ts';
import { parseMapping } from './parse-mapping.ts';

/** Reads and checks a document in one go: everything that is wrong with the text, or with what it says, by line. */
export function inspectMapping(text: string, known: KnownNames = {}): { document: MappingDocument | null; findings: Finding[] } {
  const { document, problems, lines } = parseMapping(text);
  if (document === null) return { document, findings: problems.map(({ line, field, sentence }) => ({ level: 'error', code: 'document', field, company: '', sentence, nearest: null, line })) };
  const findings = checkMapping(document, known).map((finding) => {
    const line = lines.get(finding.company === '' ? finding.field : `${finding.company}/${finding.field}`) ?? lines.get(finding.field);
    return line === undefined ? finding : { ...finding, line };
  });
  return { document, findings };
}
