import type { MappingFinding } from '../contract/mappings.ts';
import { say } from '../kernel/words.ts';
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
  const isShipped = published === 0;
  if (findings.length === 0) return ok(isShipped ? say('doctor.shipped-fits', { object }) : say('doctor.version-fits', { version: published, object }));
  const named = (errors.length > 0 ? errors : findings).slice(0, MOST_NAMED).map((finding) => finding.says).join(' ');
  const found = isShipped ? say('doctor.shipped-lacks', { object, findings: named, place }) : say('doctor.version-lacks', { version: published, object, findings: named, place });
  return errors.length > 0 ? fail(found, 'mapping.errors') : warn(found, 'mapping.warnings');
}
