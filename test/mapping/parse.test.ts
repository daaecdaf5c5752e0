import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyMapping } from '../../server/mapping/apply-mapping.ts';
import { checkMapping } from '../../server/mapping/check-mapping.ts';
import { parseMapping, readMapping } from '../../server/mapping/parse-mapping.ts';

const HEAD = 'object: order\nerp: fno\nset: SalesOrderHeadersV2\nfields:\n';
const problemsOf = (text: string): string[] => parseMapping(text).problems.map((problem) => `${problem.line} ${problem.field}: ${problem.sentence}`);

describe('a mapping document', () => {
  test('is read with its lines', () => {
    const { document, problems, lines } = parseMapping(`${HEAD}  - { target: CurrencyCode, source: Crossledger.currency, required: true }\n  - target: Email\n    source: Contact.Email\ncompanies:\n  usmf:\n    fields:\n      - { target: Email, remove: true }\n`);
    expect(problems).toEqual([]);
    expect(document?.fields.map((field) => field.target)).toEqual(['CurrencyCode', 'Email']);
    expect([...lines]).toEqual([['CurrencyCode', 5], ['Email', 6], ['usmf/Email', 11]]);
  });

  test('names line and field of everything that is wrong, all at once', () => {
    expect(problemsOf(`${HEAD}  - { target: A, sorce: Account.Name }\n  - { target: B, source: Account.Name, type: dezimal }\n  - target: C\n    source: Account.Name\n    maxLength: many\n`)).toEqual([
      '5 A: Does not know "sorce". Did you mean "source"?',
      '6 B: "type" must be one of text, decimal, integer, boolean, date, instant, enum.',
      '9 C: "maxLength" must be a number, not a text.',
    ]);
  });

  test('needs exactly one origin per field', () => {
    expect(problemsOf(`${HEAD}  - { target: A }\n  - { target: B, source: Account.Name, constant: x }\n`)).toEqual([
      '5 A: Needs exactly one of source, constant, expression.', '6 B: Needs exactly one of source, constant, expression.',
    ]);
  });

  test('names the line of a target that is filled twice and the line that fills it already', () => {
    expect(problemsOf(`${HEAD}  - { target: Email, source: Contact.Email }\n  - { target: email, constant: x }\n`)).toEqual(['6 email: "email" is filled twice; line 5 fills it already.']);
  });

  test('answers an unknown transform with the nearest right one, and names a wrong option', () => {
    expect(problemsOf(`${HEAD}  - target: A\n    source: Account.Phone\n    transforms:\n      - fone: {}\n      - cut: { length: long }\n`)).toEqual([
      '8 A: "transforms.0" there is no transform "fone". Did you mean "phone"?',
      '9 A: "transforms.1.cut.length" must be a number, not a text.',
    ]);
  });

  test('says what is missing and what is no YAML', () => {
    expect(problemsOf('object: order\nfields: []\n')).toEqual(expect.arrayContaining(['1 erp: "erp" is missing.', '1 set: "set" is missing.', '2 fields: "fields" must not be empty.']));
    expect(problemsOf('object: [')[0]).toMatch(/^1 document: The text is not valid YAML/);
    expect(problemsOf('')[0]).toMatch(/^1 document: /);
  });

  test('refuses a text that grows through aliases, and one that is too long', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((letter, index) => `${letter}: &${letter} [${Array<string>(9).fill(`*${'abcdefg'.charAt(index)}`).join(',')}]`).join('\n')}\n`;
    expect(problemsOf(bomb)).toEqual(['1 document: The document repeats itself through too many aliases.']);
    expect(problemsOf('#'.repeat(600_000))).toEqual(['1 document: The document is longer than 512 KB.']);
  });

  test('says that an override changes, removes or adds something that makes no whole field', () => {
    expect(problemsOf(`${HEAD}  - { target: Email, source: Contact.Email }\ncompanies:\n  usmf:\n    fields:\n      - { target: Emial, remove: true }\n      - { target: URL, maxLength: 3 }\n      - { target: Email, format: fno-date }\n`)).toEqual([
      '9 usmf/Emial: There is no field Emial to remove. Did you mean "Email"?',
      '10 usmf/URL: A field that the document does not have needs exactly one of source, constant, expression.',
      '11 usmf/Email: The format fno-date does not belong to the type text.',
    ]);
  });

  test('never throws, whatever the text, and what it takes can be checked and applied', async () => {
    const piece = fc.constantFrom('target', 'source', ': ', 'Account.Name', '- ', '\n', '  ', '{', '}', '[', ']', '&a', '*a', '"', "'", '__proto__', 'transforms', 'cut', 'values', 'companies', 'fields', '#', '|', '? ', '!!binary x', '0x1F', '2026-01-01', '\u0000');
    const broken = fc.array(piece, { maxLength: 40 }).map((pieces) => `${HEAD}${pieces.join('')}`);
    const settings = fc.dictionary(fc.constantFrom('type', 'format', 'default', 'maxLength', 'values', 'unknown', 'when', 'required', 'transforms', 'from', 'constant', 'source', 'expression'), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('text', 'decimal', 'Account.Name', 'fno-date', 'trim', ['trim', { cut: { length: 3 } }], { a: 'b' }, { type: 'date', format: 'dd.MM.yyyy' })));
    const almost = settings.map((given) => `${HEAD}  - ${JSON.stringify({ target: 'A', ...given })}`);
    await fc.assert(fc.asyncProperty(fc.oneof(broken, almost, fc.string()), async (text) => {
      const { document, problems } = parseMapping(text);
      expect(document === null).toBe(problems.length > 0);
      for (const problem of problems) expect(problem).toEqual({ line: expect.any(Number), field: expect.any(String), sentence: expect.stringMatching(/\S/) });
      if (document === null) return;
      expect(Array.isArray(checkMapping(document))).toBe(true);
      expect((await applyMapping(document, { Account: { Name: 'x' } }, { company: 'usmf' })).explained).toHaveLength(document.fields.length);
    }), { numRuns: 1000 });
  });

  test('throws the one error with everything in it where it must be right', () => {
    expect(() => readMapping(`${HEAD}  - { target: A }\n`)).toThrow(/line 5, A: Needs exactly one/);
  });

  test('reads numbers and dates before a colon as the words of a table', () => {
    const [field] = readMapping(`${HEAD}  - { target: A, source: Account.Rating, values: { 30: N030, 2026-01-01: x, yes: y } }\n`).fields;
    expect(field?.values).toEqual({ 30: 'N030', '2026-01-01': 'x', yes: 'y' });
  });

  test('keeps F&O words that look like YAML 1.1 booleans as text', () => {
    expect(readMapping(`${HEAD}  - { target: A, constant: Yes }\n`).fields[0]?.constant).toBe('Yes');
  });
});
