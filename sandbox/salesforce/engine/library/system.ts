import { drainTestJobs } from '../runtime/test-jobs.ts';
import { noCounts } from '../runtime/limits.ts';
import type { LimitCounts } from '../runtime/limits.ts';
import { limitsOf } from '../runtime/limits.ts';
import type { Scope } from '../runtime/frame.ts';
import { equals } from '../values/compare.ts';
import { raise, raiseNull } from '../values/exception.ts';
import { kindOf, text } from '../values/text.ts';
import { isA } from '../interpreter/types.ts';
import { EnumVal, Native, Obj, TypeVal } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { integrationProfile } from '../records/security.ts';
import { str } from './arguments.ts';
import type { StaticFunction, Statics } from './arguments.ts';

function check(ok: boolean, message: string, extra: Value | undefined): Value {
  if (ok) return null;
  const words = extra === undefined || extra === null ? '' : `: ${text(extra)}`;
  return raise('AssertException', message ? `Assertion Failed${words}${words ? ': ' : ': '}${message}` : `Assertion Failed${words}`);
}

const same: StaticFunction = ([a = null, b = null, extra]) => check(equals(a, b), `Expected: ${text(a)}, Actual: ${text(b)}`, extra);
const different: StaticFunction = ([a = null, b = null, extra]) => check(!equals(a, b), `Same value: ${text(a)}`, extra);
const isTrue: StaticFunction = ([a = null, extra]) => check(a === true, 'Expected: true, Actual: false', extra);

const assertStatics: Statics = {
  'assert.areequal': same, 'system.assertequals': same, 'assert.arenotequal': different, 'system.assertnotequals': different, 'assert.istrue': isTrue, 'system.assert': isTrue,
  'assert.isfalse': ([a = null, extra]) => check(a === false, 'Expected: false, Actual: true', extra),
  'assert.isnull': ([a = null, extra]) => check(a === null, `Expected: null, Actual: ${text(a)}`, extra),
  'assert.isnotnull': ([a = null, extra]) => check(a !== null, 'Expected a value, Actual: null', extra),
  'assert.fail': ([extra]) => check(false, '', extra),
  'assert.isinstanceoftype': ([a = null, type, extra], scope) => check(type instanceof TypeVal && isA(scope.frame.tx.program, a, type.type, scope.frame.cls), `${kindOf(a)} is not ${text(type ?? null)}`, extra),
  'assert.isnotinstanceoftype': ([a = null, type, extra], scope) => check(!(type instanceof TypeVal && isA(scope.frame.tx.program, a, type.type, scope.frame.cls)), `${kindOf(a)} is ${text(type ?? null)}`, extra),
};

const userOf = (scope: Scope, field: string): Value => scope.frame.tx.store.get('User', scope.frame.tx.userId)?.get(field) ?? null;

const userStatics: Statics = {
  'userinfo.getuserid': (_, { frame: { tx } }) => tx.userId,
  'userinfo.getorganizationid': (_, { frame: { tx } }) => tx.world.orgId,
  'userinfo.getorganizationname': (_, { frame: { tx } }) => tx.store.get('Organization', tx.world.orgId)?.get('name') ?? null,
  'userinfo.getusername': (_, scope) => userOf(scope, 'username'),
  'userinfo.getuseremail': (_, scope) => userOf(scope, 'email'),
  'userinfo.getname': (_, scope) => userOf(scope, 'name'),
  'userinfo.getfirstname': (_, scope) => userOf(scope, 'firstname'),
  'userinfo.getlastname': (_, scope) => userOf(scope, 'lastname'),
  'userinfo.getprofileid': (_, scope) => userOf(scope, 'profileid'),
  'userinfo.getlocale': (_, scope) => userOf(scope, 'localesidkey'),
  'userinfo.getlanguage': (_, scope) => userOf(scope, 'languagelocalekey'),
  'userinfo.gettimezone': (_, scope) => new ZoneValue(text(userOf(scope, 'timezonesidkey'))),
  'url.getorgdomainurl': (_, { frame: { tx } }) => new UrlValue(tx.world.domainUrl()),
  'userinfo.getdefaultcurrency': () => 'USD',
  'userinfo.ismulticurrencyorganization': (_, { frame: { tx } }) => tx.world.schema.find('CurrencyType') !== null,
  'userinfo.getusertype': () => 'Standard',
  'timezone.gettimezone': (args) => new ZoneValue(str(args, 0)),
  'featuremanagement.checkpermission': (args, { frame: { tx } }) => tx.permissions().hasCustomPermission(tx.world.names.inwardFromApex(str(args, 0))),
  'system.getapplicationreadwritemode': () => 'DEFAULT',
  'userinfo.haspackagelicense': (_, { frame: { tx } }) => tx.permissions().profile !== integrationProfile,
};

class UrlValue extends Native {
  readonly kind = 'Url';
  readonly #url: URL;
  constructor(url: string) {
    super();
    this.#url = new URL(url);
  }
  override call(name: string): Value {
    if (name === 'toexternalform' || name === 'tostring') return this.text();
    if (name === 'gethost') return this.#url.hostname;
    throw new Error(`URL.${name}() is not in the library of this Apex runner`);
  }
  override text(): string {
    return this.#url.href.replace(/\/$/, '');
  }
}

class ZoneValue extends Native {
  readonly kind = 'TimeZone';
  readonly #id: string;
  constructor(id: string) {
    super();
    this.#id = id;
  }
  override call(name: string): Value {
    if (name === 'getid' || name === 'tostring') return this.#id;
    throw new Error(`TimeZone.${name}() is not in the library of this Apex runner`);
  }
  override text(): string {
    return this.#id;
  }
}

const limitNames: Record<string, keyof LimitCounts> = { queries: 'queries', queryrows: 'queryRows', dmlstatements: 'dml', dmlrows: 'dmlRows', callouts: 'callouts', queueablejobs: 'queueable', futurecalls: 'future' };
const limitStatics: Statics = {
  ...Object.fromEntries(Object.entries(limitNames).flatMap(([name, key]): [string, StaticFunction][] => [
    [`limits.get${name}`, (_, { frame: { tx } }) => tx.counts[key]],
    [`limits.getlimit${name}`, (_, { frame: { tx } }) => limitsOf[tx.kind][key]],
  ])),
  'limits.getcputime': () => 0, 'limits.getlimitcputime': (_, { frame: { tx } }) => (tx.kind === 'sync' ? 10_000 : 60_000),
  'limits.getheapsize': () => 0, 'limits.getlimitheapsize': (_, { frame: { tx } }) => (tx.kind === 'sync' ? 6_000_000 : 12_000_000),
};

const testStatics: Statics = {
  'test.isrunningtest': (_, { frame: { tx } }) => tx.test !== null,
  'test.setmock': ([, mock = null], { frame: { tx } }) => {
    if (!tx.test) throw new Error('Test.setMock belongs into tests');
    tx.test.mock = mock instanceof Obj || mock instanceof Native ? mock : raiseNull();
    return null;
  },
  'test.starttest': (_, { frame: { tx } }) => {
    if (!tx.test) return null;
    tx.test.outerCounts = tx.counts;
    tx.counts = noCounts();
    // What the test prepared counts as committed, so that the code under test may call out.
    tx.uncommitted = false;
    return null;
  },
  'test.stoptest': async (_, { frame }) => {
    await drainTestJobs(frame);
    if (frame.tx.test?.outerCounts) frame.tx.counts = frame.tx.test.outerCounts;
    return null;
  },
  'test.getstandardpricebookid': (_, { frame: { tx } }) => [...tx.store.rows('Pricebook2')].find(([, row]) => row.get('isstandard') === true)?.[0] ?? null,
  'test.setcreateddate': ([id, at], { frame: { tx } }) => {
    const object = typeof id === 'string' ? tx.store.objectOf(id) : null;
    const row = object !== null && typeof id === 'string' ? tx.store.get(object, id) : null;
    if (!row || object === null || typeof id !== 'string') return raiseNull();
    tx.store.put(object, id, new Map(row).set('createddate', at ?? null));
    return null;
  },
};

export const systemStatics: Statics = {
  ...assertStatics, ...userStatics, ...limitStatics, ...testStatics,
  'system.debug': (args, { frame: { tx } }) => {
    tx.world.log(`debug ${text(args.at(-1) ?? null)}`);
    return null;
  },
  'system.equals': ([a = null, b = null]) => equals(a, b),
  'request.getcurrent': (_, { frame: { tx } }) => new RequestInfo(tx.requestId, tx.kind === 'async' ? 'QUEUEABLE' : 'AURA'),
  'type.forname': (args, { frame: { tx } }) => {
    const cls = tx.program.find(str(args, args.length - 1), null);
    return cls ? new TypeVal({ name: cls.full, args: [] }) : null;
  },
};

class RequestInfo extends Native {
  readonly kind = 'Request';
  readonly #id: string;
  readonly #quiddity: string;
  constructor(id: string, quiddity: string) {
    super();
    this.#id = id;
    this.#quiddity = quiddity;
  }
  override call(name: string): Value {
    if (name === 'getrequestid') return this.#id;
    if (name === 'getquiddity') return new EnumVal('System.Quiddity', this.#quiddity, 0);
    throw new Error(`Request.${name}() is not in the library of this Apex runner`);
  }
}
