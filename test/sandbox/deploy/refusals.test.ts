import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSalesforce, type RunningSalesforce } from '../../../sandbox/salesforce/main.ts';
import { makeWire, type Wire } from '../org-http/support/wire.ts';
import { apexClass, deployArchive, list, metadata } from './support/deploy-archive.ts';

let salesforce: RunningSalesforce;
let wire: Wire;

const objectFile = metadata('CustomObject', `<deploymentStatus>Deployed</deploymentStatus>
<fields><fullName>Amount__c</fullName><label>Amount</label><precision>10</precision><scale>2</scale><type>Number</type></fields>
<fields><fullName>Key__c</fullName><label>Key</label><length>20</length><required>true</required><type>Text</type></fields>
<label>Part</label><nameField><label>Part Name</label><type>Text</type></nameField><pluralLabel>Parts</pluralLabel><sharingModel>ReadWrite</sharingModel>`);
const base = {
  'package.xml': list(['CustomObject', 'Part__c'], ['CustomLabels', 'CustomLabels'], ['ApexClass', 'Teller', 'TellerTest']),
  'objects/Part__c.object': objectFile,
  'labels/CustomLabels.labels': metadata('CustomLabels', '<labels><fullName>Greeting</fullName><language>en_US</language><protected>true</protected><shortDescription>Greeting</shortDescription><value>Hello</value></labels>'),
  ...apexClass('Teller', 'public class Teller {\n    @AuraEnabled(cacheable=true)\n    public static String tell() {\n        return Label.Greeting;\n    }\n}\n'),
  ...apexClass('TellerTest', "@IsTest\nprivate class TellerTest {\n    @IsTest\n    static void tells() {\n        System.assertEquals('Hello', Teller.tell());\n    }\n}\n"),
};

beforeAll(async () => {
  salesforce = await startSalesforce({ port: 0, backendUrl: 'http://127.0.0.1:1', sources: [] });
  wire = makeWire(salesforce.instanceUrl, await salesforce.issueToken('admin'));
  expect(await deployArchive(wire, base, { testLevel: 'RunLocalTests' })).toMatchObject({ status: 'Succeeded', details: { runTestResult: { numTestsRun: 1, failures: [] } } });
}, 60_000);
afterAll(() => salesforce.close());

const permissions = (inner: string): Record<string, string> => ({ 'package.xml': list(['PermissionSet', 'Some']), 'permissionsets/Some.permissionset': metadata('PermissionSet', `${inner}\n<label>Some</label>`) });
const oneClass = (code: string, name = 'Fresh'): Record<string, string> => ({ 'package.xml': list(['ApexClass', name]), ...apexClass(name, code) });
const component = (files: Record<string, string>): Record<string, string> => ({
  'package.xml': list(['LightningComponentBundle', 'badge']),
  'lwc/badge/badge.js-meta.xml': metadata('LightningComponentBundle', '<apiVersion>66.0</apiVersion><isExposed>true</isExposed>'),
  'lwc/badge/badge.html': '<template></template>',
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`lwc/badge/${path}`, text])),
});
const script = (imports: string): Record<string, string> => component({ 'badge.js': `import { LightningElement } from 'lwc';\n${imports}\nexport default class Badge extends LightningElement {}\n` });

const faults: [what: string, files: Record<string, string>, problem: RegExp, line?: number][] = [
  ['an element that no type has', permissions('<colour>red</colour>'), /Element colour invalid at this location in type PermissionSet/, 3],
  ['a value that is not in its enumeration', permissions('<tabSettings><tab>standard-Account</tab><visibility>Shown</visibility></tabSettings>'), /'Shown' is not a valid value for the enum 'PermissionSetTabVisibility'/, 3],
  ['a required element that is missing', { 'package.xml': list(['CustomPermission', 'Bare']), 'customPermissions/Bare.customPermission': metadata('CustomPermission', '<description>No label</description>') }, /Required field is missing: label/],
  ['markup that is not closed', { 'package.xml': list(['CustomPermission', 'Bare']), 'customPermissions/Bare.customPermission': '<CustomPermission><label>' }, /Error parsing file/],
  ['a field that does not exist', permissions('<fieldPermissions><editable>false</editable><field>Part__c.Size__c</field><readable>true</readable></fieldPermissions>'), /no CustomField named Part__c.Size__c found/, 3],
  ['a permission on a required field', permissions('<fieldPermissions><editable>true</editable><field>Part__c.Key__c</field><readable>true</readable></fieldPermissions>'), /You cannot deploy to a required field: Part__c.Key__c/],
  ['an object that does not exist', permissions('<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>false</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Whole__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>'), /no CustomObject named Whole__c found/],
  ['a right without the right that it needs', permissions('<objectPermissions><allowCreate>false</allowCreate><allowDelete>false</allowDelete><allowEdit>true</allowEdit><allowRead>false</allowRead><modifyAllRecords>false</modifyAllRecords><object>Part__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>'), /allowEdit on Part__c depends on permission\(s\): allowRead/],
  ['a class that does not exist', permissions('<classAccesses><apexClass>Nobody</apexClass><enabled>true</enabled></classAccesses>'), /no ApexClass named Nobody found/],
  ['a custom permission that does not exist', permissions('<customPermissions><enabled>true</enabled><name>Nothing</name></customPermissions>'), /no CustomPermission named Nothing found/],
  ['a principal that does not exist', permissions('<externalCredentialPrincipalAccesses><enabled>true</enabled><externalCredentialPrincipal>Away-Somebody</externalCredentialPrincipal></externalCredentialPrincipalAccesses>'), /no ExternalCredentialPrincipal named Away-Somebody found/],
  ['a lookup to nowhere', { 'package.xml': list(['CustomField', 'Part__c.Of__c']), 'objects/Part__c.object': metadata('CustomObject', '<fields><fullName>Of__c</fullName><label>Of</label><referenceTo>Whole__c</referenceTo><relationshipName>Parts</relationshipName><type>Lookup</type></fields>') }, /no CustomObject named Whole__c found/],
  ['a field of an object that is not there', { 'package.xml': list(['CustomField', 'Whole__c.Of__c']), 'objects/Whole__c.object': metadata('CustomObject', '<fields><fullName>Of__c</fullName><label>Of</label><length>5</length><type>Text</type></fields>') }, /Must specify a non-empty label for the CustomObject/],
  ['Apex that does not parse', oneClass('public class Fresh {\n    void run() {\n        foo(;\n    }\n}\n'), /;/, 3],
  ['a type that does not exist', oneClass('public class Fresh {\n    List<Missing> all;\n}\n'), /Invalid type: Missing/, 2],
  ['a variable that does not exist', oneClass('public class Fresh {\n    String run() {\n        return missing.name;\n    }\n}\n'), /Variable does not exist: missing/, 3],
  ['a method that its class lacks', oneClass('public class Fresh {\n    String run() {\n        return Teller.shout();\n    }\n}\n'), /shout in the type Teller/, 3],
  ['a field in Apex that does not exist', oneClass('public class Fresh {\n    List<Part__c> all = [SELECT Size__c FROM Part__c];\n}\n'), /Size__c does not exist/, 2],
  ['a label in Apex that does not exist', oneClass('public class Fresh {\n    String farewell = Label.Farewell;\n}\n'), /External string does not exist: Farewell/, 2],
  ['a class of another name than its file', oneClass('public class Other {\n}\n'), /does not match/],
  ['a component that does not compile', component({ 'badge.js': 'import { LightningElement } from "lwc";\nexport default class Badge extends {\n' }), /badge\.js/],
  ['a template that does not compile', component({ 'badge.js': "import { LightningElement } from 'lwc';\nexport default class Badge extends LightningElement {}\n", 'badge.html': '<template><div></template>' }), /badge\.html/],
  ['an import of a component that does not exist', script("import { x } from 'c/nowhere';"), /No MODULE named markup:\/\/c:nowhere found/, 2],
  ['an import of Apex that does not exist', script("import shout from '@salesforce/apex/Teller.shout';"), /Unable to find Apex action class referenced as 'Teller.shout'/, 2],
  ['an import of a label that does not exist', script("import farewell from '@salesforce/label/c.Farewell';"), /Unable to find label c.Farewell/, 2],
  ['a page with a component that does not exist', { 'package.xml': list(['FlexiPage', 'Front']), 'flexipages/Front.flexipage': metadata('FlexiPage', '<flexiPageRegions><itemInstances><componentInstance><componentName>c:nowhere</componentName><identifier>nowhere</identifier></componentInstance></itemInstances><name>main</name><type>Region</type></flexiPageRegions><masterLabel>Front</masterLabel><template><name>flexipage:defaultAppHomeTemplate</name></template><type>HomePage</type>') }, /no LightningComponentBundle named c:nowhere found/],
  ['a type that this org does not take', { 'package.xml': list(['Bot', 'Helper']) }, /Unknown type name 'Bot' specified in package.xml/],
  ['a name without a file', { 'package.xml': list(['ApexClass', 'Ghost']) }, /An object 'Ghost' of type ApexClass was named in package.xml, but was not found/],
  ['a file that nobody named', { 'package.xml': list(['CustomPermission', '*']), ...apexClass('Stowaway', 'public class Stowaway {\n}\n') }, /was not named in package.xml/],
  ['a file of no known kind', { 'package.xml': list(), 'classes/readme.txt': 'hello' }, /Unknown file/],
];

describe('an org refuses', () => {
  test.each(faults)('%s', async (_, files, problem, line) => {
    const answer = await deployArchive(wire, files);
    expect(answer.status).toBe('Failed');
    const found = answer.details.componentFailures.find((failure) => problem.test(failure.problem));
    expect(found, JSON.stringify(answer.details.componentFailures)).toBeDefined();
    if (line !== undefined) expect(found?.lineNumber).toBe(line);
    expect(answer.details.componentSuccesses).toEqual([]);
  });

  test('an archive without package.xml', async () => {
    expect(await deployArchive(wire, { 'classes/A.cls': '' })).toMatchObject({ status: 'Failed', errorMessage: 'No package.xml found' });
  });

  test('sample data as long as the package is missing', async () => {
    expect(await wire.admin('POST', 'seed')).toMatchObject({ status: 409, body: { message: expect.stringContaining('may lack the package') } });
  });

  test('everybody but the administrator', async () => {
    const form = new FormData();
    form.set('file', new Blob(['']), 'package.zip');
    const answer = await fetch(`${wire.url}/services/data/v66.0/metadata/deployRequest`, { method: 'POST', headers: { authorization: `Bearer ${await salesforce.issueToken('rep')}` }, body: form });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject([{ errorCode: 'INSUFFICIENT_ACCESS' }]);
  });
});

describe('all or nothing', () => {
  const mixed = { 'package.xml': list(['ApexClass', 'Good', 'Bad']), ...apexClass('Good', 'public class Good {\n}\n'), ...apexClass('Bad', 'public class Bad extends Nobody {\n}\n') };
  const has = async (name: string): Promise<boolean> => (await wire.query(`SELECT Id FROM ApexClass WHERE Name = '${name}'`)).body.totalSize === 1;

  test('one fault keeps everything out', async () => {
    expect(await deployArchive(wire, mixed)).toMatchObject({ status: 'Failed' });
    expect(await has('Good')).toBe(false);
  });

  test('a validation brings nothing in', async () => {
    expect(await deployArchive(wire, oneClass('public class Fresh {\n}\n'), { checkOnly: true })).toMatchObject({ status: 'Succeeded' });
    expect(await has('Fresh')).toBe(false);
  });

  test('without rollback the sound part comes in', async () => {
    const answer = await deployArchive(wire, mixed, { rollbackOnError: false });
    expect(answer).toMatchObject({ status: 'SucceededPartial', details: { componentFailures: [{ fullName: 'Bad' }] } });
    expect([await has('Good'), await has('Bad')]).toEqual([true, false]);
  });

  test('a failing test, and too little coverage, keep it out', async () => {
    const files = { 'package.xml': list(['ApexClass', 'Idle', 'IdleTest']), ...apexClass('Idle', 'public class Idle {\n    public static Integer one() {\n        return 1;\n    }\n}\n'), ...apexClass('IdleTest', "@IsTest\nprivate class IdleTest {\n    @IsTest\n    static void fails() {\n        System.assert(false, 'as planned');\n    }\n}\n") };
    const answer = await deployArchive(wire, files, { testLevel: 'RunSpecifiedTests', runTests: ['IdleTest'] });
    expect(answer).toMatchObject({ status: 'Failed', details: { runTestResult: { failures: [{ message: expect.stringContaining('as planned') }], codeCoverageWarnings: [{ name: 'Idle', message: expect.stringContaining('0%') }] } } });
    expect(await has('Idle')).toBe(false);
  });

  test('labels come one by one, and what is removed is gone', async () => {
    const label = metadata('CustomLabels', '<labels><fullName>Farewell</fullName><language>en_US</language><protected>true</protected><shortDescription>Farewell</shortDescription><value>Bye</value></labels>');
    expect(await deployArchive(wire, { 'package.xml': list(['CustomLabel', 'Farewell']), 'labels/CustomLabels.labels': label })).toMatchObject({ status: 'Succeeded' });
    expect((await wire.send('POST', '/__apex/Teller.tell')).body).toBe('Hello');
    expect(await deployArchive(wire, { 'package.xml': list(), 'destructiveChanges.xml': list(['ApexClass', 'TellerTest']) })).toMatchObject({ status: 'Succeeded', details: { componentSuccesses: expect.arrayContaining([expect.objectContaining({ fullName: 'TellerTest', deleted: true })]) } });
    expect(await has('TellerTest')).toBe(false);
  });

  test('a class that others use cannot be removed', async () => {
    await deployArchive(wire, { ...oneClass('public class User2 {\n    String told = Teller.tell();\n}\n', 'User2') });
    const answer = await deployArchive(wire, { 'package.xml': list(), 'destructiveChanges.xml': list(['ApexClass', 'Teller']) });
    expect(answer).toMatchObject({ status: 'Failed', details: { componentFailures: [{ fullName: 'User2', problem: expect.stringContaining('Teller') }] } });
  });

  test('rows outlive a new field, and one that goes', async () => {
    const id = await wire.create('Account', { Name: 'Kept' });
    const field = (name: string): string => metadata('CustomObject', `<fields><fullName>${name}</fullName><label>${name}</label><length>20</length><type>Text</type></fields>`);
    await deployArchive(wire, { 'package.xml': list(['CustomField', 'Account.Nick__c']), 'objects/Account.object': field('Nick__c') });
    expect((await wire.query(`SELECT Name, Nick__c FROM Account WHERE Id = '${id}'`)).body.records).toMatchObject([{ Name: 'Kept', Nick__c: null }]);
    await deployArchive(wire, { 'package.xml': list(), 'destructiveChanges.xml': list(['CustomField', 'Account.Nick__c']) });
    expect((await wire.query(`SELECT Nick__c FROM Account`)).body).toMatchObject([{ errorCode: 'INVALID_FIELD' }]);
    expect((await wire.data('GET', `sobjects/Account/${id}`)).body.Name).toBe('Kept');
  });
});
