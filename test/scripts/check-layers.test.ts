import path from 'node:path';
import { expect, it } from 'vitest';
import { checkLayers, readLayerTable, type LayerTable } from '../../scripts/check-layers.ts';
import { findCircles } from '../../scripts/setup/find-circles.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';

const table = readLayerTable(path.resolve(import.meta.dirname, '../..'));
function findingsOf(files: Record<string, string>, rules: LayerTable = table): string[] {
  return checkLayers(makeTemporaryFolder(files), rules).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

it('lets imports go down', () => {
  expect(findingsOf({
    'server/kernel/ids.ts': '',
    'server/model/order.ts': "import { id } from '../kernel/ids.ts';",
    'server/http/server.ts': "import { push } from '../orders/push.ts';\nimport express from 'express';",
    'server/main.ts': "import { app } from './app.ts';\nimport { open } from './store/database.ts';",
    'test/orders/push.test.ts': "import { push } from '../../server/orders/push.ts';\nimport { start } from '../../sandbox/erps/main.ts';",
  })).toEqual([]);
});

it('names file, line and import of one that goes up', () => {
  expect(findingsOf({ 'server/kernel/ids.ts': "\nimport { order } from '../model/order.ts';" })).toEqual([
    "server/kernel/ids.ts:2 server/kernel may not import server/model/order.ts: import '../model/order.ts'",
  ]);
});

it.each([
  ['a dynamic import', "const m = await import('../http/server.ts');"],
  ['a type import', "import type { Server } from '../http/server.ts';"],
  ['a re-export', "export * from '../http/server.ts';"],
])('sees %s', (_what, text) => {
  expect(findingsOf({ 'server/store/database.ts': text })).toHaveLength(1);
});

it('opens connectors and salesforce to orders only through their port files', () => {
  expect(findingsOf({ 'server/orders/push.ts': "import type { C } from '../connectors/connector.ts';\nimport type { O } from '../salesforce/org-port.ts';" })).toEqual([]);
  expect(findingsOf({ 'server/orders/push.ts': "import { c } from '../connectors/fno/order.ts';\nimport { o } from '../salesforce/connection.ts';" })).toHaveLength(2);
});

it('keeps sandbox and server apart, both ways', () => {
  expect(findingsOf({
    'sandbox/erps/main.ts': "import { money } from '../../server/kernel/money.ts';",
    'server/net/http-client.ts': "import { wire } from '../../sandbox/common/wire.ts';",
  })).toHaveLength(2);
});

it('lets nothing but tests import tests', () => {
  expect(findingsOf({ 'scripts/demo.ts': "import { pg } from '../test/support/postgres.ts';", 'test/a.test.ts': "import { pg } from './support/postgres.ts';" })).toHaveLength(1);
});

it('refuses a folder of the server that the table does not know', () => {
  expect(findingsOf({ 'server/helpers/x.ts': "import { a } from '../kernel/a.ts';" })).toEqual([expect.stringContaining('no rule says')]);
});

it('finds a circle of files that load each other, and lets types speak of each other', () => {
  expect(findingsOf({ 'server/store/a.ts': "import { b } from './b.ts';", 'server/store/b.ts': "import { a } from './a.ts';" })).toEqual([
    'server/store/a.ts:1 circle of imports: server/store/a.ts → server/store/b.ts → server/store/a.ts',
  ]);
  expect(findingsOf({ 'server/store/a.ts': "import { b } from './b.ts';", 'server/store/b.ts': "import type {\n  A,\n} from './a.ts';" })).toEqual([]);
});

it('has a table without a circle of its own', () => {
  const layers = Object.keys(table.mayImport);
  const edges = layers.flatMap((layer) => {
    const listed = (table.mayImport[layer] ?? []).flatMap((name) => (name.startsWith('@') ? (table.groups[name] ?? []) : [name]));
    return listed.filter((name) => layers.includes(name)).map((name) => [layer, name] as const);
  });
  expect(findCircles(edges)).toEqual([]);
});
