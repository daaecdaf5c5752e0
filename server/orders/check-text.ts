import type { MappingFinding } from '../contract/mappings.ts';
import { diffMappings } from '../mapping/diff-mappings.ts';
import { parseMapping } from '../mapping/parse-mapping.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Place } from '../registry/mappings.ts';
import { findingsOf, type MappingDeps } from './mapping-service.ts';

type LineFinding = MappingFinding & { line: number | null };

/** What saving and publishing a text would find wrong, and what it changes against the document that serves. Saves nothing; a text that is no document is a finding too. */
export async function checkText(deps: MappingDeps, place: Place, text: string, context: CallContext) {
  const { published } = await deps.registry.mappingState(place);
  const { document, problems, lines } = parseMapping(text);
  const refused = (findings: LineFinding[]) => ({ ok: false, published, findings, changes: [] });
  if (document === null) return refused(problems.map(({ line, field, sentence }) => ({ level: 'error', target: field, says: sentence, line })));
  if (document.object !== place.object || document.erp !== place.erp) {
    return refused([{ level: 'error', target: 'object', says: `The document is for ${document.object} in ${document.erp}, not for ${place.object} in ${place.erp}.`, line: 1 }]);
  }
  const findings = (await findingsOf(deps, place, document, context)).map((finding) => ({ ...finding, line: lines.get(finding.target ?? '') ?? null }));
  const served = parseMapping(await deps.registry.mappingText(place, published)).document;
  const changes = served === null ? [] : diffMappings(served, document).changes.map(({ kind, company, target, says }) => ({ change: kind, company, target, says }));
  return { ok: findings.every((finding) => finding.level !== 'error'), published, findings, changes };
}
