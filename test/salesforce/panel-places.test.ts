import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { PANEL_PLACES, SAMPLE_PAGES } from '../../server/doctor/panel-places.ts';

const metas = globSync('force-app/main/**/*.js-meta.xml').map((file) => ({ name: path.basename(file, '.js-meta.xml'), text: readFileSync(file, 'utf8') }));
const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);

it('what belongs on record pages is what the metadata of the components puts there, with its label', () => {
  const placed = metas.flatMap(({ name, text }) => {
    const config = [...text.matchAll(/<targetConfig targets="lightning__RecordPage">.*?<\/targetConfig>/gs)].map(([each]) => each).join('');
    const label = /<masterLabel>(.*?)<\/masterLabel>/.exec(text)?.[1];
    return [...config.matchAll(/<object>(\w+)<\/object>/g)].map(([, object]) => ({ name, label, object }));
  });
  expect(PANEL_PLACES.map(({ name, label, object }) => ({ name, label, object })).sort(byName)).toEqual(placed.sort(byName));
});

it('a component for record pages says for which objects', () => {
  const anywhere = metas.filter(({ text }) => text.includes('<target>lightning__RecordPage</target>') && !text.includes('<object>'));
  expect(anywhere.map(({ name }) => name)).toEqual([]);
});

it('the sample pages are those that the package brings', () => {
  const pages = globSync('force-app/main/**/*.flexipage-meta.xml').filter((file) => readFileSync(file, 'utf8').includes('<type>RecordPage</type>'));
  expect(pages.map((file) => path.basename(file, '.flexipage-meta.xml')).sort()).toEqual([...SAMPLE_PAGES].sort());
});
