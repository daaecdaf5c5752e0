import { existsSync } from 'node:fs';
import { endingWith, lineAt, readText } from '../project.ts';
import { bodyAfter, stripComments, type SourceFacts } from './source-facts.ts';

type Say = (index: number, message: string) => void;

const WRITES = /(^|[;{}]\s*)(insert|update|upsert|delete)\s|Database\.(insert|update|upsert|delete)|EventBus\.publish|enqueueJob/i;

/** What Apex names outside of itself, and what its annotations promise. */
export function checkApexReferences(facts: SourceFacts): void {
  for (const file of [...endingWith(facts.files, '.cls'), ...endingWith(facts.files, '.trigger')]) {
    if (!existsSync(`${file}-meta.xml`)) facts.say(file, 'has no -meta.xml');
    const code = stripComments(readText(file));
    const say: Say = (index, message) => facts.say(file, message, lineAt(code, index));
    checkNames(code, facts, say);
    checkAuraMethods(code, say);
    checkInvocables(code, say);
    checkQueueables(code, facts, say);
  }
}

function checkNames(code: string, facts: SourceFacts, say: Say): void {
  const named: [RegExp, { has: (name: string) => boolean }, string][] = [
    [/callout:(?:\w+__)?(\w+)/g, facts.namedCredentials, 'named credential'],
    [/\b(?:System\.)?Label\.(\w+)/g, facts.labels, 'custom label'],
    [/checkPermission\(\s*'(\w+)'/g, facts.customPermissions, 'custom permission'],
  ];
  for (const [pattern, known, kind] of named) {
    for (const match of code.matchAll(pattern)) if (!known.has(match[1] ?? '')) say(match.index, `no such ${kind}: ${match[1]}`);
  }
  for (const match of code.matchAll(/\b(\w+)__mdt\.getInstance\('([^']+)'\)/g)) {
    if (!facts.metadataRecords.has(`${match[1]}.${match[2]}`)) say(match.index, `${match[1]}__mdt record ${match[2]} is not in the source`);
  }
}

function checkAuraMethods(code: string, say: Say): void {
  for (const match of code.matchAll(/@AuraEnabled\s*(\([^)]*\))?\s*((?:[\w.<>,[\]]+\s+)+?)(\w+)\s*\(([^)]*)\)/gi)) {
    const [whole, options = '', modifiers = '', name = '', parameters = ''] = match;
    if (!/\bstatic\b/i.test(modifiers) && parameters.trim()) say(match.index, `@AuraEnabled method ${name} takes parameters and must be static`);
    const isCacheable = /cacheable\s*=\s*true/i.test(options);
    if (isCacheable && WRITES.test(bodyAfter(code, match.index + whole.length))) say(match.index, `cacheable method ${name} changes data`);
  }
}

function checkInvocables(code: string, say: Say): void {
  const methods = [...code.matchAll(/@InvocableMethod\s*(\([^)]*\))?\s*((?:[\w.<>,[\]]+\s+)+?)(\w+)\s*\(([^)]*)\)/gi)];
  for (const [position, match] of methods.entries()) {
    const [whole, options = '', modifiers = '', name = '', parameters = ''] = match;
    if (position > 0) say(match.index, 'a class may have one @InvocableMethod');
    if (!/\bstatic\b/i.test(modifiers)) say(match.index, `@InvocableMethod ${name} must be static`);
    if (parameters.trim() && !/^List\s*</i.test(parameters.trim())) say(match.index, `@InvocableMethod ${name} must take one List`);
    const callsOut = /Http\(\)/.test(bodyAfter(code, match.index + whole.length));
    if (callsOut && !/callout\s*=\s*true/i.test(options)) say(match.index, `@InvocableMethod ${name} makes a callout without callout=true`);
  }
}

function checkQueueables(code: string, facts: SourceFacts, say: Say): void {
  for (const match of code.matchAll(/class\s+(\w+)[^{]*implements[^{]*\bQueueable\b[^{]*\{/gi)) {
    const body = bodyAfter(code, match.index + match[0].length - 1);
    if (/\bsend\s*\(|Http\(\)/.test(body) && !/AllowsCallouts/i.test(match[0])) say(match.index, `Queueable ${match[1]} seems to call out and lacks Database.AllowsCallouts`);
  }
  for (const match of code.matchAll(/enqueueJob\s*\(\s*new\s+([\w.]+)\s*\(/gi)) {
    const [outer = '', ...inner] = (match[1] ?? '').split('.');
    const name = inner.at(-1) ?? outer;
    const declaration = new RegExp(`class\\s+${name}\\b`, 'i');
    const owner = inner.length ? facts.classes.get(outer) : [code, ...facts.classes.values()].find((text) => declaration.test(text));
    if (!new RegExp(`class\\s+${name}\\b[^{]*implements[^{]*(Queueable|Schedulable)`, 'i').test(owner ?? '')) say(match.index, `${match[1]} is enqueued but is not Queueable`);
  }
}
