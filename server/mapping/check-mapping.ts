import { checkSources, type DescribedField } from './check-sources.ts';
import { checkTargets } from './check-targets.ts';
import { fieldsFor } from './company-fields.ts';
import { labelOf, type MappingDocument, type MappingField } from './document.ts';
import type { EntityMetadata } from './entity-metadata.ts';
import type { Finding } from './finding.ts';
import { inspectExpression } from './expressions/inspect.ts';
import { meant, nearest } from './nearest.ts';
import { NEEDED, protectedBecause, type KeyField } from './protected.ts';
import { toDecimal } from './value.ts';

export interface KnownNames {
  /** The target set as the environment's `$metadata` has it; null: the environment has no such set. */
  target?: EntityMetadata | null | undefined;
  /** All sets of the environment: look-ups are checked against them. */
  sets?: readonly string[] | undefined;
  /** Fields of the org's objects as described, by object; objects that were not described are not checked. */
  sources?: Readonly<Record<string, readonly DescribedField[]>> | undefined;
  /** Field of the order header that carries the key, where the connection names another than usual. */
  keyField?: KeyField | undefined;
}

/**
 * What is wrong with a document, against the ERP's metadata and the org's describe as far as they are known. Errors keep it from
 * being published; warnings are read and accepted. Findings about a company's overrides name the company.
 */
export function checkMapping(document: MappingDocument, known: KnownNames = {}): Finding[] {
  const findings = checkFields(document, document.fields, '', known);
  const seen = new Set(findings.map((finding) => finding.sentence));
  for (const company of Object.keys(document.companies ?? {})) {
    for (const finding of checkFields(document, fieldsFor(document, company), company, known)) {
      if (!seen.has(finding.sentence)) findings.push({ ...finding, company });
    }
  }
  return findings;
}

function checkFields(document: MappingDocument, fields: readonly MappingField[], company: string, known: KnownNames): Finding[] {
  if (known.target === null) {
    return [{ level: 'error', code: 'set-unknown', field: 'set', company, sentence: `The environment has no entity set ${document.set}.`, nearest: null }];
  }
  const needed = checkNeeded(document, fields, company);
  const open = fields.filter((field) => protectedBecause(document.erp, document.object, field.target, known.keyField) === undefined);
  return [
    ...fields.flatMap((field) => checkProtected(document, field, company, known.keyField)),
    ...needed,
    ...fields.flatMap((field) => checkAlone(field, company)),
    ...(known.target === undefined ? [] : checkTargets(document, open, fields, known.target, company, known.keyField).filter((finding) => finding.code !== 'target-mandatory' || !needed.some((other) => other.field === finding.field))),
    ...(known.sets === undefined ? [] : checkLookupSets(fields, known.sets, company)),
    ...checkSources(fields, known.sources ?? {}, company),
  ];
}

function checkProtected(document: MappingDocument, field: MappingField, company: string, keyField: KeyField | undefined): Finding[] {
  const because = protectedBecause(document.erp, document.object, field.target, keyField);
  return because === undefined ? [] : [{ level: 'error', code: 'target-protected', field: field.target, company, sentence: `${field.target} is filled by Crossledger itself, because ${because}. Take it out of the ${labelOf(document)}.`, nearest: null }];
}

function checkNeeded(document: MappingDocument, fields: readonly MappingField[], company: string): Finding[] {
  const mapped = new Set(fields.map((field) => field.target));
  return NEEDED[document.erp][document.object].filter((group) => !group.some((target) => mapped.has(target))).map((group) => ({
    level: 'error', code: 'target-missing', field: group[0] ?? '', company, sentence: `The ${labelOf(document)} does not fill ${group.join(' or ')}, without which the ERP takes no row.`, nearest: null,
  }));
}

function checkLookupSets(fields: readonly MappingField[], sets: readonly string[], company: string): Finding[] {
  return fields.flatMap((field) => (field.transforms ?? []).filter((entry) => entry.name === 'lookup').flatMap(({ options }): Finding[] => {
    const { set } = options as { set: string };
    const near = nearest(set, sets);
    return sets.includes(set) ? [] : [{ level: 'error', code: 'set-unknown', field: field.target, company, sentence: `${field.target}: the environment has no entity set ${set} to look up in.${meant(near)}`, nearest: near }];
  }));
}

/** What is wrong with a field whatever the ERP and the org have. */
function checkAlone(field: MappingField, company: string): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, sentence: string): void => { findings.push({ level: 'error', code, field: field.target, company, sentence: `${field.target}: ${sentence}`, nearest: null }); };
  for (const [what, text] of [['expression', field.expression], ['condition', typeof field.when === 'string' ? field.when : undefined]] as const) {
    const problem = text === undefined ? null : inspectExpression(text).problem;
    if (problem !== null) add('expression-invalid', `the ${what} cannot be used: ${problem}`);
  }
  const isNumber = field.type === 'decimal' || field.type === 'integer';
  for (const [what, value] of [['constant', field.constant], ['default', field.default]] as const) {
    if (isNumber && value !== undefined && toDecimal(String(value)) === null) add('type-mismatch', `the ${what} ${JSON.stringify(value)} is no number`);
  }
  return findings;
}
