import type { PreparedPackage } from '../org.ts';
import { readParts } from './package-parts.ts';
import { listSources } from './records/metadata.ts';
import { seedPackage, stableId } from './records/seed-setup.ts';
import type { OrgSwitches } from './records/switches.ts';
import { runApexTests } from './runtime/run-tests.ts';
import type { World } from './runtime/world.ts';

/** Reads other metadata for a running org: tests may run on it before it takes the place of what the org runs. */
export function preparePackage(world: World, sources: string[], switches: OrgSwitches): PreparedPackage {
  const files = listSources(sources);
  const parts = readParts(files, world.names, switches);
  const makeCandidate = (): World => {
    const store = world.store.fork();
    store.reshape(parts.schema);
    const candidate = { ...world, ...parts, store };
    seedPackage(candidate, files);
    return candidate;
  };
  return {
    runTests: (classNames) => runApexTests(makeCandidate(), stableId('005', 'admin'), classNames),
    activate: async () => {
      const owner = {};
      await world.lockOf(world.store).acquire(owner);
      try {
        world.store.reshape(parts.schema);
        Object.assign(world, parts);
        seedPackage(world, files);
      } finally {
        world.lockOf(world.store).release(owner);
      }
    },
  };
}
