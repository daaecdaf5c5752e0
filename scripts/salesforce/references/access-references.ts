import { basename } from 'node:path';
import { blocksOf, endingWith, lineAt, readText, valuesOf } from '../project.ts';
import { isCustom, stripComments, type SourceFacts } from './source-facts.ts';

/** Permission sets, credentials, lookups and custom metadata: what they grant or name must exist. */
export function checkAccessReferences(facts: SourceFacts): void {
  const sets = endingWith(facts.files, '.permissionset-meta.xml');
  for (const file of sets) checkPermissionSet(file, facts);
  checkGranted(sets.map(readText).join('\n'), facts);
  for (const file of endingWith(facts.files, '.namedCredential-meta.xml')) {
    for (const name of valuesOf(readText(file), 'externalCredential')) if (!facts.externalCredentials.has(name)) facts.say(file, `external credential ${name} does not exist`);
  }
  for (const file of endingWith(facts.files, '.externalCredential-meta.xml')) {
    for (const [, name = ''] of readText(file).matchAll(/\$Credential\.(\w+)\./g)) if (!facts.externalCredentials.has(name)) facts.say(file, `formula names the external credential ${name}, which does not exist`);
  }
  for (const file of endingWith(facts.files, '.md-meta.xml')) {
    const type = `${basename(file).split('.')[0]}__mdt`;
    for (const name of valuesOf(readText(file), 'field')) if (!facts.fields.has(`${type}.${name}`)) facts.say(file, `field ${type}.${name} does not exist`);
  }
  for (const file of endingWith(facts.files, '.field-meta.xml')) {
    for (const name of valuesOf(readText(file), 'referenceTo')) if (isCustom(name) && !facts.objects.has(name)) facts.say(file, `refers to ${name}, which does not exist`);
  }
}

function checkPermissionSet(file: string, facts: SourceFacts): void {
  const xml = readText(file);
  const each = (element: string, name: string, check: (value: string) => string | null): void => {
    for (const { markup, index } of blocksOf(xml, element)) {
      for (const value of valuesOf(markup, name)) {
        const message = check(value);
        if (message) facts.say(file, message, lineAt(xml, index));
      }
    }
  };
  each('classAccesses', 'apexClass', (name) => (facts.classes.has(name) ? null : `class ${name} does not exist`));
  each('fieldPermissions', 'field', (name) => checkGrantedField(name, facts));
  each('objectPermissions', 'object', (name) => (!isCustom(name) || facts.objects.has(name) ? null : `object ${name} does not exist`));
  each('flowAccesses', 'flow', (name) => (facts.flows.has(name) ? null : `flow ${name} does not exist`));
  each('customPermissions', 'name', (name) => (facts.customPermissions.has(name) ? null : `custom permission ${name} does not exist`));
  each('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal', (name) => (hasPrincipal(name, facts) ? null : `principal ${name} does not exist`));
}

/** A deployment refuses field permissions on what is always there: required fields and master-detail relationships. */
function checkGrantedField(name: string, facts: SourceFacts): string | null {
  if (!name.endsWith('__c')) return null;
  const xml = facts.fields.get(name);
  if (xml === undefined) return `field ${name} does not exist`;
  const always = valuesOf(xml, 'required')[0] === 'true' || valuesOf(xml, 'type')[0] === 'MasterDetail';
  return always ? `field ${name} is required, so no permission can be granted on it` : null;
}

function hasPrincipal(access: string, facts: SourceFacts): boolean {
  const [credential = '', principal = ''] = access.split('-');
  return blocksOf(facts.externalCredentials.get(credential) ?? '', 'externalCredentialParameters').some(
    ({ markup }) => valuesOf(markup, 'parameterName')[0] === principal && /Principal$/.test(valuesOf(markup, 'parameterType')[0] ?? ''),
  );
}

function checkGranted(granted: string, facts: SourceFacts): void {
  for (const file of endingWith(facts.files, '.cls')) {
    const name = basename(file, '.cls');
    const isCalled = /@AuraEnabled\s*(\([^)]*\))?\s*(public|global)\s+static/i.test(stripComments(readText(file)));
    if (isCalled && !granted.includes(`<apexClass>${name}</apexClass>`)) facts.say(file, 'is called by components but no permission set grants it');
  }
}
