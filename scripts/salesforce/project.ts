import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export interface SalesforceProject {
  root: string;
  /** Package directories that exist. */
  folders: string[];
  /** Every file below them. */
  files: string[];
  apiVersion: string;
}

export function readProject(root: string): SalesforceProject {
  const settings = JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')) as { packageDirectories: { path: string }[]; sourceApiVersion: string };
  const folders = settings.packageDirectories.map(({ path }) => resolve(root, path)).filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return { root, folders, files: files.sort(), apiVersion: settings.sourceApiVersion };
}

export const readText = (file: string): string => readFileSync(file, 'utf8');
export const endingWith = (files: string[], suffix: string): string[] => files.filter((file) => file.endsWith(suffix));
export const stemOf = (file: string, suffix: string): string => basename(file).slice(0, -suffix.length);
export const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

/** Texts of all elements of that name, at any depth. */
export function valuesOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value = '']) => value.trim());
}

/** Inner markup of all elements of that name, with the place of each. */
export function blocksOf(xml: string, element: string): { markup: string; index: number }[] {
  return [...xml.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'))].map((match) => ({ markup: match[1] ?? '', index: match.index }));
}
