import { randomUUID } from 'node:crypto';
import { repairId, toId18 } from './records/ids.ts';
import { Lock } from './records/lock.ts';
import { listSources } from './records/metadata.ts';
import { Names } from './records/names.ts';
import { readParts } from './package-parts.ts';
import { seedBirth, seedPackage } from './records/seed-setup.ts';
import { Store } from './records/store.ts';
import { switchesOf } from './records/switches.ts';
import type { StoredRow } from './records/store.ts';
import { fromJournal, toJournal } from './records/convert.ts';
import type { JournalValue } from './records/convert.ts';
import type { OrgOptions } from './options.ts';
import type { World } from './runtime/world.ts';
import type { Value } from './values/value.ts';

interface JournalEntry {
  rows: [object: string, id: string, values: Record<string, JournalValue> | null][];
  counters: Record<string, number>;
}

const DEFAULT_ORG_ID = '00D5e000001SbxM';

/** Builds the org's schema, program and store, with what the journal kept. Answers whether the journal held anything. */
export function makeWorld(options: OrgOptions, sources: string[]): { world: World; restored: boolean } {
  const files = listSources(sources);
  const names = new Names(options.namespace ?? '');
  const parts = readParts(files, names, switchesOf(options));
  const store = new Store(parts.schema);
  const locks = new WeakMap<Store, Lock>([[store, new Lock()]]);
  const world: World = {
    orgId: toId18(options.orgId ?? DEFAULT_ORG_ID), isSandbox: options.isSandbox ?? false, ...parts, names, store, callouts: options.callouts, rules: [],
    certificate: options.certificate ?? null, log: options.log ?? (() => undefined), onTestCallout: options.onTestCallout ?? (() => undefined), now: options.now ?? Date.now, uuid: randomUUID, repairId: (id) => repairId(id) ?? id,
    domainUrl: options.domainUrl ?? (() => 'https://crossledger-sandbox.my.salesforce.com'),
    lockOf: (of) => locks.get(of) ?? freeLock,
    record: (of, changes) => {
      if (of === store && options.journal && changes.length) options.journal.append(toEntry(of, changes));
    },
  };
  seedBirth(world, options.name ?? 'Crossledger Sandbox');
  seedPackage(world, files);
  const restored = restore(world, options);
  store.takeCounters();
  return { world, restored };
}

const freeLock = new Lock(true);

function toEntry(store: Store, changes: { object: string; id: string; row: StoredRow | null }[]): JournalEntry {
  const values = (row: StoredRow): Record<string, JournalValue> => Object.fromEntries([...row].filter(([, value]) => value !== null).map(([key, value]) => [key, toJournal(value)]));
  return { rows: changes.map(({ object, id, row }) => [object, id, row && values(row)]), counters: store.takeCounters() };
}

function restore({ store, schema }: World, { journal }: OrgOptions): boolean {
  let count = 0;
  for (const raw of journal?.entries() ?? []) {
    const entry = raw as JournalEntry;
    count += 1;
    for (const [counter, value] of Object.entries(entry.counters)) store.setCounter(counter, value);
    for (const [object, id, values] of entry.rows) {
      const def = schema.find(object);
      if (def) store.put(object, id, values && new Map([...def.fields].map(([key, field]): [string, Value] => [key, key in values ? fromJournal(field, values[key] ?? null) : field.type === 'boolean' ? false : null])));
    }
    store.commit();
  }
  return count > 0;
}
