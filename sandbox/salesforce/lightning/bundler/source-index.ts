import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findFiles, parseMetadata, readText, stemOf } from './source-files.ts';

/** Highest API version that the installed compiler knows; newer metadata is compiled as this one. */
export const HIGHEST_API = 66;

export interface Bundle {
  name: string;
  folder: string;
  apiVersion: number;
}

/** What components may import by name from the package's source. */
export interface SourceIndex {
  bundles: Map<string, Bundle>;
  labels: Map<string, string>;
  /** Language to labels in it. */
  translations: Map<string, Map<string, string>>;
  /** `Class.method` of every static @AuraEnabled method. */
  apex: Map<string, { cacheable: boolean }>;
  /** `Object.Field__c` of every custom field. */
  fields: Set<string>;
  objects: Set<string>;
}

export function readSourceIndex(sources: string[]): SourceIndex {
  return {
    bundles: findBundles(sources),
    labels: readLabels(sources),
    translations: readTranslations(sources),
    apex: readApex(sources),
    fields: new Set(findFiles(sources, '.field-meta.xml').map((file) => `${basename(dirname(dirname(file)))}.${stemOf(file, '.field-meta.xml')}`)),
    objects: new Set(findFiles(sources, '.object-meta.xml').map((file) => stemOf(file, '.object-meta.xml'))),
  };
}

function findBundles(sources: string[]): Map<string, Bundle> {
  const bundles = new Map<string, Bundle>();
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'node_modules') continue;
      const inner = join(folder, entry.name);
      if (basename(folder) === 'lwc') bundles.set(entry.name, { name: entry.name, folder: inner, apiVersion: readApiVersion(inner) });
      else walk(inner);
    }
  };
  sources.filter((source) => existsSync(source)).forEach(walk);
  return bundles;
}

function readApiVersion(folder: string): number {
  const meta = join(folder, `${basename(folder)}.js-meta.xml`);
  const declared = existsSync(meta) ? /<apiVersion>([\d.]+)/.exec(readText(meta))?.[1] : undefined;
  return Math.min(Number(declared ?? HIGHEST_API), HIGHEST_API);
}

function readLabels(sources: string[]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const file of findFiles(sources, '.labels-meta.xml')) {
    const content = parseMetadata<{ labels?: { fullName: string; value: string }[] }>(file);
    for (const label of content.labels ?? []) labels.set(label.fullName, label.value);
  }
  return labels;
}

function readTranslations(sources: string[]): Map<string, Map<string, string>> {
  const languages = new Map<string, Map<string, string>>();
  for (const file of findFiles(sources, '.translation-meta.xml')) {
    const language = stemOf(file, '.translation-meta.xml');
    const content = parseMetadata<{ customLabels?: { name: string; label: string }[] }>(file);
    const labels = languages.get(language) ?? new Map<string, string>();
    for (const { name, label } of content.customLabels ?? []) labels.set(name, label);
    languages.set(language, labels);
  }
  return languages;
}

function readApex(sources: string[]): Map<string, { cacheable: boolean }> {
  const methods = new Map<string, { cacheable: boolean }>();
  for (const file of findFiles(sources, '.cls')) {
    const code = readText(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const declared = code.matchAll(/@AuraEnabled\s*(\([^)]*\))?\s*(?:public|global)\s+static\s+[\w.<>,\s[\]]+?\s(\w+)\s*\(/gi);
    for (const [, options, name] of declared) {
      methods.set(`${stemOf(file, '.cls')}.${name}`, { cacheable: /cacheable\s*=\s*true/i.test(options ?? '') });
    }
  }
  return methods;
}
