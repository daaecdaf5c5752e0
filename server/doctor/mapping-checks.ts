import type { MappingFinding } from '../contract/mappings.ts';
import { MAPPED_OBJECTS, type MappedObject } from '../mapping/document.ts';
import { placeFor, viewMapping } from '../orders/mapping-service.ts';
import { fail, ok, settled, warn, type Check, type Verdict } from './check.ts';
import { NOT_SIGNED_IN, type OpenConnection } from './connection-checks.ts';
import type { DoctorDeps } from './deps.ts';

const MOST_NAMED = 3;

/** The document that serves for each object, against the ERP's metadata and the org's fields. */
export function mappingChecks(deps: DoctorDeps, open: OpenConnection): Check[] {
  const { name, orgId } = open.connection;
  return MAPPED_OBJECTS.map((object) => ({
    id: `mappings.${name}.${object}`,
    ask: async () => {
      if ((await settled(open.companies())) === null) return NOT_SIGNED_IN;
      const view = await viewMapping(deps, await placeFor(deps, orgId, name, object), undefined, open.context());
      return judge(view.findings, view.published, `${name} ${object}`, object);
    },
  }));
}

function judge(findings: readonly MappingFinding[], published: number, place: string, object: MappedObject): Verdict {
  const errors = findings.filter((finding) => finding.level === 'error');
  const version = published === 0 ? 'the shipped document' : `version ${published}`;
  if (findings.length === 0) return ok(`${version[0]?.toUpperCase() ?? ''}${version.slice(1)} for ${object} fits ERP and org.`);
  const named = (errors.length > 0 ? errors : findings).slice(0, MOST_NAMED).map((finding) => finding.says).join(' ');
  const found = { says: `In ${version} for ${object}: ${named}`, code: errors.length > 0 ? 'mapping.errors' : 'mapping.warnings', fix: `See all of it and correct it: mapping pull ${place}, mapping validate ${place}.`, fixer: 'admin' as const };
  return errors.length > 0 ? fail(found) : warn(found);
}
