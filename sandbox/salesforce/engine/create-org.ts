import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Actor, ObjectDescribe, OrgUser } from '../org.ts';
import { describeObject } from './describe-object.ts';
import { makeWorld } from './make-world.ts';
import type { EngineOrg, OrgOptions } from './options.ts';
import { preparePackage } from './prepare-package.ts';
import { stableId, userSeeds, usernameOf } from './records/seed-setup.ts';
import { switchesOf } from './records/switches.ts';
import { languageOf } from './records/translations.ts';
import { invokeAura } from './runtime/invoke.ts';
import { runAnonymous } from './runtime/run-anonymous.ts';
import { JobRunner } from './runtime/jobs.ts';
import { mergeWire } from './runtime/merge-wire.ts';
import { queryWire } from './runtime/query-wire.ts';
import { runApexTests } from './runtime/run-tests.ts';
import { saveWire } from './runtime/save-wire.ts';
import type { World } from './runtime/world.ts';

const project = resolve(fileURLToPath(import.meta.url), '../../../..');
const defaultSources = ['force-app/main', 'force-app/test'].map((folder) => resolve(project, folder));

/** Makes the simulated org: its records, its security and the package's own Apex. */
export async function createOrg(options: OrgOptions): Promise<EngineOrg> {
  const { world, restored } = makeWorld(options, options.sources ?? defaultSources);
  const jobs = new JobRunner(world);
  const org = makeOrg(world, jobs, options);
  if (!restored) await options.seed?.(org);
  await jobs.idle();
  return org;
}

function makeOrg(world: World, jobs: JobRunner, options: OrgOptions): EngineOrg {
  const permissionsOf = (actor: Actor) => (actor.system ? null : world.security.permissionsOf(world.store, actor.userId));
  const describe = (object: string, actor: Actor): ObjectDescribe | null => {
    const inner = world.names.inward(object);
    const def = inner === null ? null : world.schema.find(inner);
    const permissions = permissionsOf(actor);
    return def && (!permissions || permissions.object(def).read) ? describeObject(world, def, permissions, languageOf(world.store, actor.userId)) : null;
  };
  const tests = (classNames?: string[]) => runApexTests(world, stableId('005', 'admin'), classNames);
  return {
    id: world.orgId,
    name: options.name ?? 'Crossledger Sandbox',
    namespace: world.names.namespace,
    isSandbox: world.isSandbox,
    get users() {
      return usersOf(world);
    },
    certificate: { name: world.certificate?.name ?? '', pem: world.certificate?.certificatePem ?? '' },
    objectNames: (actor) => [...world.schema.objects.values()].filter((def) => permissionsOf(actor)?.object(def).read ?? true).map((def) => world.names.outward(def.name)).sort(),
    describe,
    query: (soql, actor, more) => queryWire(world, soql, actor, more?.includeDeleted ?? false),
    save: (operation, records, actor, how) => saveWire(world, jobs, operation, records, actor, how),
    merge: (master, loserIds, actor) => mergeWire(world, jobs, master, loserIds, actor),
    invoke: (method, parameters, actor) => invokeAura(world, jobs, method, parameters, actor),
    runAnonymous: (code, actor) => runAnonymous(world, jobs, code, actor),
    runTests: async (classNames) => (await tests(classNames)).results,
    runTestsWithCoverage: tests,
    prepare: (sources) => preparePackage(world, sources, switchesOf(options)),
    idle: () => jobs.idle(),
    close: () => jobs.close(),
    addValidationRule: (rule) => {
      world.rules.push(rule);
      return () => {
        world.rules.splice(world.rules.indexOf(rule), 1);
      };
    },
    setSharing: (object, model) => {
      world.schema.object(world.names.inward(object) ?? object).sharing = model;
    },
  };
}

function usersOf(world: World): OrgUser[] {
  return userSeeds.map((seed) => {
    const id = stableId('005', seed.alias);
    const sets = world.security.assignedSets(world.store, id);
    const permissions = world.security.permissionsOf(world.store, id);
    return {
      id, alias: seed.alias, username: usernameOf(seed.alias, world.orgId), name: `${seed.first} ${seed.last}`, locale: seed.locale, language: seed.language, timeZone: seed.timeZone, permissionSets: sets.map((set) => set.name),
      customPermissions: world.security.grants.customPermissions.filter((each) => permissions.hasCustomPermission(each.name)).map((each) => world.names.outward(each.name)),
      userPermissions: permissions.userPermissions(),
    };
  });
}
