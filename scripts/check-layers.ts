import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { findCircles } from './setup/find-circles.ts';

/** Who may import whom; a name that begins with @ stands for the list of that group. A file may import what any key that it stands below allows. */
export interface LayerTable {
  groups: Record<string, string[]>;
  mayImport: Record<string, string[]>;
}

export interface LayerFinding {
  /** Relative to the root, with forward slashes. */
  file: string;
  line: number;
  message: string;
}

interface Import {
  file: string;
  line: number;
  specifier: string;
  /** The imported file, relative to the root. */
  target: string;
  /** Erased before the file is loaded. */
  typeOnly: boolean;
}

const folders = ['server', 'scripts', 'sandbox', 'test'];
/** Imports into these are bound by the table; components and Apex are read as data, never imported. */
const bounded = [...folders, 'force-app'];
const skipped = new Set(['node_modules', 'dist', '.cache', 'fixture', 'fixtures', 'force-app']);

const isBelow = (file: string, prefix: string): boolean => file === prefix || file.startsWith(`${prefix}/`);

function listSources(root: string, folder: string): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listSources(root, name);
    return /\.(ts|js|mjs|cjs)$/.test(entry.name) ? [name] : [];
  });
}

/** Static imports, re-exports and dynamic imports with a literal, type imports included: a layer is also what it knows the shape of. */
function readImports(root: string, file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName, pos }) => {
    if (!fileName.startsWith('.')) return [];
    const line = text.slice(0, pos).split('\n').length;
    const typeOnly = /\b(import|export)\s+type\b[^;'"]*$/.test(text.slice(0, pos));
    return [{ file, line, specifier: fileName, target: path.posix.join(path.posix.dirname(file), fileName), typeOnly }];
  });
}

function judgeImport(table: LayerTable, { file, line, specifier, target }: Import): LayerFinding[] {
  const finding = (message: string): LayerFinding[] => [{ file, line, message: `${message}: import '${specifier}'` }];
  const owners = Object.keys(table.mayImport).filter((key) => isBelow(file, key));
  if (owners.length === 0) return finding('no rule says what this file may import');
  const listed = owners.flatMap((owner) => table.mayImport[owner] ?? []);
  const allowed = [...owners, ...listed.flatMap((name) => (name.startsWith('@') ? (table.groups[name] ?? []) : [name]))];
  if (allowed.some((prefix) => isBelow(target, prefix)) || !bounded.some((folder) => isBelow(target, folder))) return [];
  return finding(`${owners[0]} may not import ${target}`);
}

/** Every import that the table forbids, and every circle of files that load each other, over server, scripts, sandbox and test below `root`. */
export function checkLayers(root: string, table: LayerTable): LayerFinding[] {
  const imports = folders.flatMap((folder) => listSources(root, folder)).flatMap((file) => readImports(root, file));
  return [...imports.flatMap((one) => judgeImport(table, one)), ...judgeCircles(imports.filter((one) => !one.typeOnly))];
}

/** Types that speak of each other are no circle inside a layer; between layers the table forbids them anyway. */
function judgeCircles(imports: readonly Import[]): LayerFinding[] {
  return findCircles(imports.map(({ file, target }) => [file, target] as const)).map((circle) => {
    const closing = imports.find(({ file, target }) => file === circle[0] && target === circle[1]);
    return { file: circle[0] ?? '', line: closing?.line ?? 1, message: `circle of imports: ${circle.join(' → ')}` };
  });
}

export function readLayerTable(root: string): LayerTable {
  return JSON.parse(readFileSync(path.join(root, 'scripts/layers.json'), 'utf8')) as LayerTable;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const findings = checkLayers(root, readLayerTable(root));
  for (const { file, line, message } of findings) console.log(`${file}:${line} ${message}`);
  console.log(findings.length === 0 ? 'Imports go down only.' : `${findings.length} imports are not allowed.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
