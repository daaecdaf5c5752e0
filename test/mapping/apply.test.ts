import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { loadDefault } from '../../server/mapping/defaults.ts';
import { MAPPED_ERPS, MAPPED_OBJECTS } from '../../server/mapping/document.ts';
import { lookupAnswers, neededLookups, sourcesOf } from '../../server/mapping/needs.ts';
import type { MappingRecord } from '../../server/mapping/record.ts';
import { applyField, documentOf, through } from './support/document.ts';

describe('a field', () => {
  test.each([
    ['type: text', 'Müller & Söhne 🚚', 'Müller & Söhne 🚚'],
    ['type: text', "O'Hara' or 1 eq 1", "O'Hara' or 1 eq 1"],
    ['type: text', 'a\u0000b\u0007c\u009f\ud800d', 'abcd'],
    ['type: text', 'line 1\r\nline 2', 'line 1\r\nline 2'],
    ['type: text', 12.5, '12.5'],
    ['type: text', '   ', null],
    ['maxLength: 5', 'sixsix', 'too-long'],
    ['maxLength: 5, onTooLong: cut', 'sixsix', 'sixsi'],
    ['type: decimal', 0.1, 0.1],
    ['type: decimal', '19.90', 19.9],
    ['type: decimal', '0.1234567890123456789', 'not-exact'],
    ['type: decimal, format: text', '0.1234567890123456789', '0.1234567890123456789'],
    ['type: decimal', 'many', 'not-a-number'],
    ['type: decimal', Number.NaN, 'not-a-plain-value'],
    ['type: decimal, from: { type: decimal, format: comma }', '1.234,5', 1234.5],
    ['type: integer', '12.0', 12],
    ['type: integer', '12.5', 'not-a-number'],
    ['type: integer', '9007199254740993', 'not-exact'],
    ['type: boolean', 'ja', true],
    ['type: boolean, format: yes-no', false, 'No'],
    ['type: boolean', 'perhaps', 'not-yes-or-no'],
    ['type: date', '2026-02-28', '2026-02-28'],
    ['type: date, format: fno-date', '2026-02-28', '2026-02-28T12:00:00Z'],
    ['type: date', '2026-02-30', 'not-a-date'],
    ['type: date, from: { type: date, format: d.M.yyyy }', '5.3.2026', '2026-03-05'],
    ['type: instant', '2026-02-28T10:00:00.000+0200', '2026-02-28T08:00:00.000Z'],
    ['type: enum, format: encoded-name', 'In Review', 'In_x0020_Review'],
    ['type: text', ['a', 'b'], 'not-a-plain-value'],
    ['type: text', { a: 1 }, 'not-a-plain-value'],
    ['default: none', null, 'none'],
    ['default: 0, type: decimal', '', 0],
    ['required: true', null, 'missing'],
    ['notNull: refuse', ' ', 'missing'],
    ['notNull: send-blank', null, ''],
    ['notNull: send-blank, type: decimal', null, 0],
    ['notNull: send-blank, type: date, format: fno-date', null, '1900-01-01T12:00:00Z'],
    ['values: { Net 30: N030 }', 'net 30', 'N030'],
    ['values: { Net 30: N030 }', 'Net 60', 'unknown-value'],
    ['values: { Net 30: N030 }, unknown: keep', 'Net 60', 'Net 60'],
    ['values: { Net 30: N030 }, unknown: N000', 'Net 60', 'N000'],
    ['when: { source: Account.Value, notEquals: 0 }', 0, null],
    ['when: { source: Account.Value, equals: 1.0 }', '1.00', '1.00'],
    ['when: { source: Account.Value, in: [a, b] }', 'b', 'b'],
    ['when: { source: Account.Other, present: true }, required: true', 'x', null],
  ])('with %s makes of %j: %j', async (settings, value, expected) => {
    expect(await through(settings, value)).toEqual(expected);
  });

  test('explains raw value, steps, result and the rule that decided', async () => {
    const { explained } = await applyField('{ target: SalesOrderName, source: Opportunity.Name, maxLength: 8, onTooLong: cut, transforms: [trim], note: "Shown in the list" }', { Opportunity: { Name: ' Big\u0007 deal for Contoso ' } });
    expect(explained).toEqual([{
      target: 'SalesOrderName', source: 'Opportunity.Name', raw: ' Big\u0007 deal for Contoso ', note: 'Shown in the list', result: 'Big deal', rule: 'source',
      steps: [
        { what: '1 control characters removed', result: ' Big deal for Contoso ' },
        { what: 'trim', result: 'Big deal for Contoso' },
        { what: 'written as text: cut from 20 to 8 characters', result: 'Big deal' },
      ],
    }]);
  });

  test('that is not sent says why', async () => {
    const rules = async (settings: string, value: unknown) => (await applyField(`{ target: T, source: Account.Value, ${settings} }`, { Account: { Value: value } })).explained[0]?.rule;
    expect(await rules('type: text', null)).toBe('not sent: it is empty');
    expect(await rules('when: { source: Account.Value, equals: yes }', 'no')).toBe('not sent: the condition does not hold (Account.Value equals "yes")');
    expect(await rules('maxLength: 3', 'long text')).toBe('not sent: the text has 9 characters and may have 3');
  });
});

describe('a source that the org does not have', () => {
  test('is a problem of its field and no empty value, unless the field is optional or its condition does not hold', async () => {
    const document = documentOf('  - { target: A, source: Account.Gone__c, default: x }\n  - { target: B, source: Account.Gone__c, optional: true, default: y }\n  - { target: C, source: Account.Gone__c, when: { source: Account.Name, equals: no } }');
    const { problems, fields } = await applyMapping(document, { Account: { Name: 'Contoso' } }, { company: 'usmf', lacking: ['Account.Gone__c'] });
    expect(problems.map(({ target, code, fixer }) => [target, code, fixer])).toEqual([['A', 'source-lacking', 'admin']]);
    expect(problems[0]?.sentence).toBe('Account.Gone__c (A in the order mapping for fno): the org has no such field, or Crossledger may not read it. An admin gives the integration user access to it, or corrects the mapping; a field that may be lacking is marked optional.');
    expect(fields).toEqual({ B: 'y' });
  });
});

describe('a record', () => {
  test('tells all of its problems at once, with what, where and who', async () => {
    const document = documentOf('  - { target: A, source: Account.Name, required: true }\n  - { target: B, source: Account.Terms, values: { x: y } }\n  - { target: C, source: Account.Name, maxLength: 3 }\n  - { target: D, source: Crossledger.customerGroup, required: true }');
    const { problems, fields } = await applyMapping(document, { Account: { Terms: 'Net 60' } }, { company: 'usmf' });
    expect(problems.map(({ target, code, fixer }) => [target, code, fixer])).toEqual([['A', 'missing', 'rep'], ['B', 'unknown-value', 'admin'], ['D', 'missing', 'admin']]);
    expect(problems[0]?.sentence).toBe('Account.Name (A in the order mapping for fno): it is empty and the ERP needs it. Fill Account.Name.');
    expect(problems[1]?.sentence).toContain('"Net 60" is not in the table of values');
    expect(fields).toEqual({});
  });

  test('follows the overrides of its company, whatever the case of its id', async () => {
    const document = documentOf('  - { target: A, source: Account.Name, maxLength: 4 }\n  - { target: B, constant: b }', 'companies:\n  USMF:\n    fields:\n      - { target: A, onTooLong: cut }\n      - { target: B, remove: true }\n      - { target: C, constant: only here }\n');
    const record: MappingRecord = { Account: { Name: 'Contoso' } };
    expect((await applyMapping(document, record, { company: 'usmf' })).fields).toEqual({ A: 'Cont', C: 'only here' });
    expect((await applyMapping(document, record, { company: 'demf' })).problems.map((problem) => problem.code)).toEqual(['too-long']);
  });

  test('names the look-ups that it needs, each once, and those that depend on others when these are answered', async () => {
    const document = documentOf('  - { target: A, source: Account.Code, transforms: [lookup: { set: First, by: code, give: id }, lookup: { set: Second, by: first, give: name }] }\n  - { target: B, source: Account.Code, transforms: [lookup: { set: First, by: code, give: id }] }');
    const record: MappingRecord = { Account: { Code: 'X' } };
    const first = await neededLookups(document, record, { company: 'usmf' });
    expect(first).toEqual([{ set: 'First', by: 'code', give: 'id', value: 'X' }]);
    const known = lookupAnswers(first.map((need) => ({ ...need, found: '7' })));
    const second = await neededLookups(document, record, { company: 'usmf', lookups: known });
    expect(second).toEqual([{ set: 'Second', by: 'first', give: 'name', value: '7' }]);
    const all = new Map([...known, ...lookupAnswers(second.map((need) => ({ ...need, found: null })))]);
    expect(await neededLookups(document, record, { company: 'usmf', lookups: all })).toEqual([]);
    expect((await applyMapping(document, record, { company: 'usmf', lookups: all })).fields).toEqual({ B: '7' });
  });

  test('is read with every path that fields, conditions, transforms, expressions and overrides name', () => {
    const document = documentOf('  - { target: A, source: Account.Name, when: { source: Opportunity.Amount, present: true } }\n  - { target: B, expression: "Contact.FirstName & $uppercase(Contact.LastName)", when: "Opportunity.Type = \'x\'" }\n  - { target: C, source: Account.Phone, transforms: [phone: { country: Account.BillingCountry }] }\n  - { target: D, source: Crossledger.key }', 'companies:\n  usmf:\n    fields:\n      - { target: A, source: Owner.Name }\n');
    expect(sourcesOf([document])).toEqual(['Account.BillingCountry', 'Account.Name', 'Account.Phone', 'Contact.FirstName', 'Contact.LastName', 'Opportunity.Amount', 'Opportunity.Type', 'Owner.Name']);
  });
});

describe('whatever the record holds', () => {
  const scope = fc.dictionary(fc.constantFrom('Name', 'BillingCountry', 'BillingStreet', 'Phone', 'ShippingCity', 'Quantity', 'Discount', 'UnitPrice', 'ServiceDate', 'customerNumber', 'currency', '__proto__', 'constructor'), fc.oneof(
    fc.anything(), fc.string({ unit: 'binary' }), fc.double(), fc.constantFrom("O'Hara", "' or 1 eq 1", '🚚'.repeat(50), '\u0000\u001b[31m', '2026-02-30', '1e999', '-0', 'NaN', null, undefined),
  ));
  const record = fc.dictionary(fc.constantFrom('Account', 'Opportunity', 'OpportunityLineItem', 'Contact', 'Crossledger', 'Owner', '__proto__'), scope) as fc.Arbitrary<MappingRecord>;
  const shipped = MAPPED_ERPS.flatMap((erp) => MAPPED_OBJECTS.map((object) => loadDefault(erp, object)));

  test('applying never throws, sends only mapped targets, only plain values, no control characters, and no null', async () => {
    await fc.assert(fc.asyncProperty(record, fc.constantFrom(...shipped), async (given, document) => {
      const { fields, explained, problems } = await applyMapping(document, given, { company: 'usmf' });
      const targets = document.fields.map((field) => field.target);
      expect(explained.map((explanation) => explanation.target)).toEqual(targets);
      for (const [target, value] of Object.entries(fields)) {
        expect(targets).toContain(target);
        expect(['string', 'number', 'boolean']).toContain(typeof value);
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        // eslint-disable-next-line no-control-regex
        expect(String(value)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
        expect(String(value).isWellFormed()).toBe(true);
      }
      for (const problem of problems) expect(Object.keys(fields)).not.toContain(problem.target);
    }), { numRuns: 300 });
  });

  test('a decimal that is sent is the decimal that was given', async () => {
    await fc.assert(fc.asyncProperty(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }), async (digits, places) => {
      const sign = digits < 0n ? '-' : '';
      const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
      const written = sign + (places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`);
      const sent = await through('type: decimal', written);
      if (sent === 'not-exact') return;
      const [whole = '', fraction = ''] = written.split('.');
      const plain = fraction.replace(/0+$/, '') === '' ? whole : `${whole}.${fraction.replace(/0+$/, '')}`;
      expect(Number(sent).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }).replace(/^-0$/, '0')).toBe(plain.replace(/^-0$/, '0'));
    }), { numRuns: 200 });
  });
});
