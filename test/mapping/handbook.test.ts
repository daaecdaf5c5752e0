import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FIELD_SETTINGS } from '../../server/mapping/document.ts';
import { parseMapping } from '../../server/mapping/parse-mapping.ts';
import { PROTECTED } from '../../server/mapping/protected.ts';
import { CROSSLEDGER_VALUES, SOURCE_OBJECTS } from '../../server/mapping/source-names.ts';
import { TRANSFORMS } from '../../server/mapping/transforms/index.ts';

const handbook = readFileSync(new URL('../../docs/handbook/mapping.md', import.meta.url), 'utf8');
const section = (title: string): string => handbook.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
const rows = (text: string): string[][] => text.split('\n').filter((row) => row.startsWith('| `')).map((row) => [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));

describe('the handbook of mappings', () => {
  test('has every transform and no other, each with an example that is read', () => {
    const table = rows(section('Transforms'));
    expect(table.map((row) => row[0]).sort()).toEqual(TRANSFORMS.map((transform) => transform.name).sort());
    for (const [, example] of table) expect(parseMapping(`object: order\nerp: fno\nset: X\nfields:\n  - target: A\n    source: Account.Name\n    transforms:\n      - ${example ?? ''}\n`).problems).toEqual([]);
  });

  test('shows a document that is read', () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(handbook)?.[1] ?? '';
    expect(parseMapping(example).problems).toEqual([]);
  });

  test('names every value of Crossledger, every object, and every protected field', () => {
    const sources = section('Sources');
    for (const value of CROSSLEDGER_VALUES) expect(sources).toMatch(new RegExp(`\\b${value}\``));
    for (const object of SOURCE_OBJECTS) expect(sources).toContain(`\`${object}.`);
    const table = section('What a mapping may not fill');
    for (const objects of Object.values(PROTECTED)) for (const targets of Object.values(objects)) for (const target of Object.keys(targets)) expect(table).toContain(`\`${target}\``);
  });

  test('names every setting that a field can have', () => {
    const settings = section('A field');
    for (const name of FIELD_SETTINGS) expect(settings).toContain(`\`${name}`);
  });
});
