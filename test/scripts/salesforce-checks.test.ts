import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkApexCompile } from '../../scripts/check-apex-compile.ts';
import { checkDeployable } from '../../scripts/check-deployable.ts';
import { checkFlows } from '../../scripts/check-flows.ts';
import { checkMetadata } from '../../scripts/check-metadata.ts';
import { checkReferences } from '../../scripts/check-references.ts';
import { checkSoqlFields } from '../../scripts/check-soql-fields.ts';
import { checkTranslations } from '../../scripts/check-translations.ts';
import type { Check } from '../../scripts/salesforce/finding.ts';

const FIXTURE = resolve(import.meta.dirname, '../sandbox/lightning/fixture');
const hasJava = spawnSync('javap', ['-version']).status === 0;
const CLASS = 'classes/ErpGateway.cls';
const PERMISSIONS = 'permissionsets/Erp_User.permissionset-meta.xml';
const PAGE = 'flexipages/Account_Record_Page.flexipage-meta.xml';
const FLOW = 'flows/Push_Won_Opportunity.flow-meta.xml';
const FIELD = 'objects/Sync_Log__c/fields/Status__c.field-meta.xml';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'checks-'));
  cpSync(FIXTURE, root, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const pathOf = (file: string): string => join(root, 'main/default', file);
function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(pathOf(file), 'utf8');
  expect(text).toMatch(from);
  writeFileSync(pathOf(file), text.replace(from, to));
}
const messagesOf = async (check: Check): Promise<string> => (await check(root)).map(({ message }) => message).join('\n');

it.each([
  ['metadata', checkMetadata], ['references', checkReferences], ['flows', checkFlows], ['deployable', checkDeployable],
] as const)('finds nothing in a sound project: %s', async (_name, check) => {
  expect(await check(root)).toEqual([]);
});

const translate = (labels: string): void => {
  mkdirSync(pathOf('translations'), { recursive: true });
  writeFileSync(pathOf('translations/de.translation-meta.xml'), `<Translations>${labels.replace(/(\w+)=([^;]*);/g, '<customLabels><label>$2</label><name>$1</name></customLabels>')}</Translations>`);
};

it('translations: names what is missing, has no label, fills in something else, or stands in the wrong place', async () => {
  edit('labels/CustomLabels.labels-meta.xml', /<value>[^<]*<\/value>/, '<value>{0} of {1}</value>');
  const [, name = ''] = /<fullName>(\w+)/.exec(readFileSync(pathOf('labels/CustomLabels.labels-meta.xml'), 'utf8')) ?? [];
  translate('');
  expect(await messagesOf(checkTranslations)).toMatch(new RegExp(`label ${name} has no translation[^]*field \\S+ has no translation in de`));
  translate(`${name}={0} von {2};Aaa=x;`);
  const said = await messagesOf(checkTranslations);
  for (const message of [`${name} fills in {0} {1}, its translation {0} {2}`, 'there is no label Aaa', `Aaa stands after ${name}`]) expect(said).toContain(message);
  translate(`${name}={1}: {0};`);
  expect(await messagesOf(checkTranslations)).not.toContain(name);
});

it.each([
  ['a misspelled element', FIELD, /<label>([^<]*)<\/label>/, '<labell>$1</labell>', /unknown element <labell> in CustomField, did you mean <label>\?/],
  ['a wrong enum value', FIELD, /<type>[^<]*<\/type>/, '<type>Textt</type>', /"Textt" is not a FieldType/],
  ['a word where a number belongs', FIELD, /<fullName>/, '<length>long</length><fullName>', /<length> is not a number/],
  ['markup that does not end', FIELD, /<\/CustomField>/, '', /not well-formed/],
])('metadata: names %s', async (_name, file, from, to, message) => {
  edit(file, from, to);
  expect(await messagesOf(checkMetadata)).toMatch(message);
});

it.each([
  ['a named credential that is missing', CLASS, /callout:Erp_Gateway/, 'callout:Nope', /no such named credential: Nope/],
  ['a component that is missing', PAGE, /<componentName>stockPanel/, '<componentName>nopePanel', /component nopePanel does not exist/],
  ['a design property that is not declared', PAGE, /<name>itemNumber/, '<name>itemNumbr', /declares no design property itemNumbr/],
  ['a facet that is missing', PAGE, /<value>Facet-erp/, '<value>Facet-nope', /facet Facet-nope does not exist/],
  ['a class that is granted and missing', PERMISSIONS, /<apexClass>\w+/, '<apexClass>Nope', /class Nope does not exist/],
  ['a class of components that nobody is granted', PERMISSIONS, /<apexClass>\w+/, '<apexClass>ErpGatewayTest', /no permission set grants it/],
  ['a field permission on a required field', FIELD, /<fullName>/, '<required>true</required><fullName>', /is required, so no permission can be granted on it/],
  ['a flow connector that leads nowhere', FLOW, /<targetReference>\w+/, '<targetReference>Nope', /connector to Nope/],
  ['a Queueable without AllowsCallouts', CLASS, /Queueable, Database\.AllowsCallouts/, 'Queueable', /lacks Database\.AllowsCallouts/],
  ['a cacheable method that enqueues', CLASS, /@AuraEnabled\n(\s+)public static String pushOrder/, '@AuraEnabled(cacheable=true)\n$1public static String pushOrder', /cacheable method pushOrder changes data/],
])('references: names %s', async (_name, file, from, to, message) => {
  edit(file, from, to);
  expect(await messagesOf(checkReferences)).toMatch(message);
});

it('flows: lets a template be a draft and no template be active', async () => {
  edit(FLOW, /<status>\w+<\/status>/, '<isTemplate>true</isTemplate><status>Draft</status>');
  expect(await messagesOf(checkFlows)).not.toContain('InactiveFlow');
  edit(FLOW, '<status>Draft</status>', '<status>Active</status>');
  expect(await messagesOf(checkFlows)).toContain('is a template and active');
});

it('deployable: names a file that a deployment would leave out without a word', async () => {
  const stray = pathOf('notes/todo.txt');
  mkdirSync(dirname(stray), { recursive: true });
  writeFileSync(stray, 'later');
  expect((await checkDeployable(root)).map(({ file }) => file)).toEqual([stray]);
});

it('flows: names a flow without a description', async () => {
  edit(FLOW, /<description>[^<]*<\/description>\s*/, '');
  expect(await messagesOf(checkFlows)).toMatch(/FlowDescription/);
});

it.skipIf(!hasJava)('SOQL (needs a JDK): names unknown objects, fields and child relationships', async () => {
  edit(CLASS, 'SELECT Id, ERP_Account_Number__c', 'SELECT Id, Nmae, Owner.Nope, (SELECT Id FROM Kontacts)');
  edit(CLASS, 'FROM Opportunity WHERE', 'FROM Oportunity WHERE');
  const messages = await messagesOf(checkSoqlFields);
  expect(messages.split('\n')).toEqual(['unknown field Nmae on Account', 'unknown field Nope on User', 'unknown child relationship Kontacts on Account', 'unknown object Oportunity']);
}, 60_000);

/** A compiler that starts cold on a busy machine. */
const COMPILE_MS = 120_000;

it.skipIf(!hasJava)('Apex (needs a JDK): names what does not compile, and nothing else', async () => {
  edit(CLASS, "return 'queued';", 'return missing;');
  const findings = await checkApexCompile(root);
  expect(findings.map(({ file }) => file)).toEqual([pathOf(CLASS)]);
  expect(findings[0]?.message).toMatch(/missing/);
}, COMPILE_MS);
