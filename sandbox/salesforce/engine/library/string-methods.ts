import { equals } from '../values/compare.ts';
import { raise } from '../values/exception.ts';
import { text } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { repairId } from '../records/ids.ts';
import { int, list, str, stringList } from './arguments.ts';
import type { Methods, Statics } from './arguments.ts';
import { tokenOf } from './describe.ts';

const low = (value: string): string => value.toLowerCase();
const bound = (value: number, length: number): number => (value < 0 || value > length ? raise('StringException', `String index out of range: ${value}`) : value);

function javaPattern(source: string, flags: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(source);
  const body = source.slice(inline?.[0].length ?? 0).replace(/\\p\{Alnum\}/g, '[A-Za-z0-9]').replace(/\\p\{Alpha\}/g, '[A-Za-z]').replace(/\\p\{Punct\}/g, '[!-\\/:-@\\[-`{-~]').replace(/\\Q(.*?)\\E/gs, (_, raw: string) => raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(body, flags + (inline?.[1] ?? ''));
}

const searches: Methods<string> = {
  contains: (s, args) => s.includes(str(args, 0)),
  containsignorecase: (s, args) => low(s).includes(low(str(args, 0))),
  containsany: (s, args) => [...str(args, 0)].some((c) => s.includes(c)),
  containsnone: (s, args) => ![...str(args, 0)].some((c) => s.includes(c)),
  containsonly: (s, args) => [...s].every((c) => str(args, 0).includes(c)),
  containswhitespace: (s) => /\s/.test(s),
  startswith: (s, args) => s.startsWith(str(args, 0)),
  startswithignorecase: (s, args) => low(s).startsWith(low(str(args, 0))),
  endswith: (s, args) => s.endsWith(str(args, 0)),
  endswithignorecase: (s, args) => low(s).endsWith(low(str(args, 0))),
  indexof: (s, args) => s.indexOf(str(args, 0), int(args, 1, 0)),
  indexofignorecase: (s, args) => low(s).indexOf(low(str(args, 0)), int(args, 1, 0)),
  lastindexof: (s, args) => s.lastIndexOf(str(args, 0)),
  countmatches: (s, args) => s.split(str(args, 0)).length - 1,
  isnumeric: (s) => /^\d+$/.test(s),
  isalpha: (s) => /^\p{L}+$/u.test(s),
  isalphanumeric: (s) => /^[\p{L}\d]+$/u.test(s),
  isalphaspace: (s) => /^[\p{L} ]*$/u.test(s),
  isalluppercase: (s) => /^\p{Lu}+$/u.test(s),
  isalllowercase: (s) => /^\p{Ll}+$/u.test(s),
  iswhitespace: (s) => /^\s*$/.test(s),
  equals: (s, args) => s === (args[0] ?? null) || (typeof args[0] === 'string' && s.length !== args[0].length && equals(s, args[0])),
  equalsignorecase: (s, args) => typeof args[0] === 'string' && low(s) === low(args[0]),
  compareto: (s, args) => (s < str(args, 0) ? -1 : s > str(args, 0) ? 1 : 0),
  charat: (s, args) => s.charCodeAt(int(args, 0)),
  codepointat: (s, args) => s.codePointAt(int(args, 0)) ?? 0,
};

const pieces: Methods<string> = {
  substring: (s, args) => s.slice(bound(int(args, 0), s.length), bound(int(args, 1, s.length), s.length)),
  substringafter: (s, args) => (s.includes(str(args, 0)) ? s.slice(s.indexOf(str(args, 0)) + str(args, 0).length) : ''),
  substringbefore: (s, args) => (s.includes(str(args, 0)) ? s.slice(0, s.indexOf(str(args, 0))) : s),
  substringafterlast: (s, args) => (s.includes(str(args, 0)) ? s.slice(s.lastIndexOf(str(args, 0)) + str(args, 0).length) : ''),
  substringbeforelast: (s, args) => (s.includes(str(args, 0)) ? s.slice(0, s.lastIndexOf(str(args, 0))) : s),
  substringbetween: (s, args) => {
    const open = str(args, 0);
    const close = args.length > 1 ? str(args, 1) : open;
    const from = s.indexOf(open);
    const to = from < 0 ? -1 : s.indexOf(close, from + open.length);
    return to < 0 ? null : s.slice(from + open.length, to);
  },
  left: (s, args) => s.slice(0, Math.max(0, int(args, 0))),
  right: (s, args) => (int(args, 0) <= 0 ? '' : s.slice(-int(args, 0))),
  mid: (s, args) => s.slice(int(args, 0), int(args, 0) + int(args, 1)),
  split: (s, args) => {
    const limit = int(args, 1, 0);
    const pattern = javaPattern(str(args, 0), 'g');
    const parts = limit > 0 ? splitLimited(s, pattern, limit) : s.split(pattern);
    if (parts.length > 1 && parts[0] === '' && str(args, 0) === '') parts.shift();
    if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
    return stringList(parts);
  },
};

function splitLimited(s: string, pattern: RegExp, limit: number): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const found of s.matchAll(pattern)) {
    if (parts.length >= limit - 1) break;
    parts.push(s.slice(from, found.index));
    from = found.index + found[0].length;
  }
  return [...parts, s.slice(from)];
}

const changes: Methods<string> = {
  tolowercase: (s) => s.toLowerCase(),
  touppercase: (s) => s.toUpperCase(),
  trim: (s) => s.trim(),
  replace: (s, args) => s.split(str(args, 0)).join(str(args, 1)),
  replaceall: (s, args) => s.replace(javaPattern(str(args, 0), 'g'), str(args, 1).replace(/\\\$/g, '$$$$')),
  replacefirst: (s, args) => s.replace(javaPattern(str(args, 0), ''), str(args, 1)),
  remove: (s, args) => s.split(str(args, 0)).join(''),
  removestart: (s, args) => (s.startsWith(str(args, 0)) ? s.slice(str(args, 0).length) : s),
  removeend: (s, args) => (str(args, 0) && s.endsWith(str(args, 0)) ? s.slice(0, -str(args, 0).length) : s),
  deletewhitespace: (s) => s.replace(/\s/g, ''),
  normalizespace: (s) => s.trim().replace(/\s+/g, ' '),
  leftpad: (s, args) => s.padStart(int(args, 0), args.length > 1 ? str(args, 1) : ' '),
  rightpad: (s, args) => s.padEnd(int(args, 0), args.length > 1 ? str(args, 1) : ' '),
  repeat: (s, args) => (args.length > 1 ? Array.from({ length: int(args, 1) }, () => s).join(str(args, 0)) : s.repeat(int(args, 0))),
  reverse: (s) => [...s].reverse().join(''),
  capitalize: (s) => s.charAt(0).toUpperCase() + s.slice(1),
  uncapitalize: (s) => s.charAt(0).toLowerCase() + s.slice(1),
  abbreviate: (s, args) => (s.length <= int(args, 0) ? s : `${s.slice(0, int(args, 0) - 3)}...`),
  escapehtml4: (s) => s.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c),
  escapejava: (s) => JSON.stringify(s).slice(1, -1),
  striphtmltags: (s) => s.replace(/<[^>]*>/g, ''),
};

/** Methods of String, and of Id, which is one. */
export const stringMethods: Methods<string> = {
  ...Object.fromEntries(Object.entries({ ...searches, ...pieces, ...changes }).map(([name, method]) => [name.toLowerCase(), method])),
  length: (s) => s.length,
  tostring: (s) => s,
  hashcode: (s) => [...s].reduce((hash, c) => (Math.imul(hash, 31) + c.charCodeAt(0)) | 0, 0),
  to15: (s) => s.slice(0, 15),
  to18: (s) => repairId(s) ?? s,
  getsobjecttype: (s, _, scope) => {
    const object = scope.frame.tx.store.objectOf(s);
    return object ? tokenOf(scope, object) : raise('SObjectException', `Cannot locate Apex Type for ID: ${s}`);
  },
  matches: (s, args) => javaPattern(`^(?:${str(args, 0)})$`, '').test(s),
};

const isBlank = (value: Value | undefined): boolean => typeof value !== 'string' || value.trim() === '';

export const stringStatics: Statics = {
  'string.valueof': ([value = null]) => text(value),
  'string.isblank': ([value]) => isBlank(value),
  'string.isnotblank': ([value]) => !isBlank(value),
  'string.isempty': ([value]) => typeof value !== 'string' || value === '',
  'string.isnotempty': ([value]) => typeof value === 'string' && value !== '',
  'string.join': (args) => list(args, 0).map((item) => (item === null ? '' : text(item))).join(str(args, 1)),
  'string.format': (args) => str(args, 0).replace(/''|'([^']*)'|\{(\d+)\}/g, (found: string, raw: string | undefined, index: string | undefined) => (found === "''" ? "'" : index !== undefined ? text(list(args, 1)[Number(index)] ?? null) : raw ?? '')),
  'string.escapesinglequotes': (args) => str(args, 0).replace(/\\/g, '\\\\').replace(/'/g, "\\'"),
  'string.fromchararray': (args) => String.fromCharCode(...list(args, 0).map((item) => Number(item))),
  'id.valueof': (args) => repairId(str(args, 0)) ?? raise('StringException', `Invalid id: ${str(args, 0)}`),
  'pattern.matches': (args) => javaPattern(`^(?:${str(args, 0)})$`, '').test(str(args, 1)),
};

export { javaPattern };
