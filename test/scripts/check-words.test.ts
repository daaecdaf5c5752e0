import { expect, it } from 'vitest';
import { checkWords } from '../../scripts/check-words.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const findingsOf = (name: string, text: string) => checkWords(makeTemporaryFolder({ [name]: text })).map((one) => `${one.file}:${one.line} ${one.message.split(':')[0]}`);
const folder = (...names: string[]): string => ['', ...names, 'x'].join('/');

it('finds paths of one machine', () => {
  expect(findingsOf('docs/a.md', `fine\nsee ${folder('root', 'crossledger')}`)).toEqual(['docs/a.md:2 a path that only one machine has']);
  expect(findingsOf('a.ts', `'${folder('home', 'sam')}'`)).toHaveLength(1);
  expect(findingsOf('a.ts', `'${folder('tmp', 'data')}'`)).toHaveLength(1);
});

it('leaves addresses and relative paths alone', () => {
  expect(findingsOf('a.md', 'open http://127.0.0.1:4280/lightning/page/home or ./work/x, server/root/y, 1/home/2')).toEqual([]);
});

it('finds an address of a registry in a lock file only', () => {
  const line = `{ "${'resolved'}": "https://registry.example.com/x.tgz" }`;
  expect(findingsOf('package-lock.json', line)).toHaveLength(1);
  expect(findingsOf('other.json', line)).toEqual([]);
});
