import { randomUUID } from 'node:crypto';
import { loadProgram } from './interpreter/load-program.ts';
import { addCustomSchema } from './records/custom-schema.ts';
import { loadGrants } from './records/grants.ts';
import { repairId, toId18 } from './records/ids.ts';
import { Lock } from './records/lock.ts';
import { childrenOf, listSources, readMetadata, textOf } from './records/metadata.ts';
import type { SourceFile } from './records/metadata.ts';
import { Names } from './records/names.ts';
import { Security } from './records/security.ts';
import { seedSetup } from './records/seed-setup.ts';
import { makeStandardSchema } from './records/standard-schema.ts';
import { Store } from './records/store.ts';
import type { StoredRow } from './records/store.ts';
import { loadTranslations } from './records/translations.ts';
import { fromJournal, toJournal } from './records/convert.ts';
import type { JournalValue } from './records/convert.ts';
import type { OrgOptions } from './options.ts';
import type { NamedCredential, World } from './runtime/world.ts';
import type { Value } from './values/value.ts';

interface JournalEntry {
  rows: [object: string, id: string, values: Record<string, JournalValue> | null][];
  counters: Record<string, number>;
}

const DEFAULT_ORG_ID = '00D5e000001SbxM';

/** Builds the org's schema, program and store, with what the journal kept. Answers whether the journal held anything. */
export function makeWorld(options: OrgOptions, sources: string[]): { world: World; restored: boolean } {
  const files = listSources(sources);
  const schema = makeStandardSchema(options.multiCurrency ?? false);
  addCustomSchema(schema, files, options.multiCurrency ?? false);
  const names = new Names(options.namespace ?? '');
  const store = new Store(schema);
  const locks = new WeakMap<Store, Lock>([[store, new Lock()]]);
  const world: World = {
    orgId: toId18(options.orgId ?? DEFAULT_ORG_ID), isSandbox: options.isSandbox ?? false, schema, names, store, callouts: options.callouts, rules: [],
    security: new Security(loadGrants(files), schema), program: loadProgram(files, schema, names), translations: loadTranslations(files), credentials: loadCredentials(files), certificate: options.certificate ?? null,
    log: options.log ?? (() => undefined), now: options.now ?? Date.now, uuid: randomUUID, repairId: (id) => repairId(id) ?? id,
    domainUrl: options.domainUrl ?? (() => 'https://crossledger-sandbox.my.salesforce.com'),
    lockOf: (of) => locks.get(of) ?? freeLock,
    record: (of, changes) => {
      if (of === store && options.journal && changes.length) options.journal.append(toEntry(of, changes));
    },
  };
  seedSetup(world, files, options.name ?? 'Crossledger Sandbox');
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

/** Named credentials with the header formulas of their external credentials. */
function loadCredentials(files: SourceFile[]): NamedCredential[] {
  const external = new Map(files.filter((file) => file.name.endsWith('.externalCredential-meta.xml')).map((file) => {
    const parameters = childrenOf(readMetadata(file.path), 'externalCredentialParameters').filter((each) => textOf(each, 'parameterType') === 'AuthHeader');
    return [file.name.split('.')[0] ?? '', Object.fromEntries(parameters.map((each) => [textOf(each, 'parameterName') ?? '', textOf(each, 'parameterValue') ?? '']))];
  }));
  return files.filter((file) => file.name.endsWith('.namedCredential-meta.xml')).map((file) => {
    const parameters = childrenOf(readMetadata(file.path), 'namedCredentialParameters');
    const guard = parameters.map((each) => textOf(each, 'externalCredential')).find((each) => each !== null) ?? null;
    return { name: file.name.split('.')[0] ?? '', externalCredential: guard, headers: guard === null ? {} : external.get(guard) ?? {} };
  });
}
