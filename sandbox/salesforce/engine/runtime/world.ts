import type { Program } from '../interpreter/program.ts';
import type { Lock } from '../records/lock.ts';
import type { Names } from '../records/names.ts';
import type { SObj } from '../values/sobj.ts';
import type { Schema } from '../records/schema.ts';
import type { Security } from '../records/security.ts';
import type { Store, StoredRow } from '../records/store.ts';
import type { Translations } from '../records/translations.ts';

export interface Certificate {
  name: string;
  privateKeyPem: string;
  certificatePem: string;
}

/** A named credential of the package: the external credential that guards it and the headers that this one sets. */
export interface NamedCredential {
  name: string;
  externalCredential: string | null;
  headers: Record<string, string>;
}

export interface InjectedRule {
  object: string;
  /** Refuses the row when it answers true. */
  when: (row: SObj) => boolean;
  message: string;
  field?: string;
}

/** What all transactions of the org share. A deployment replaces schema, security, program and credentials: read them anew on each use. */
export interface World {
  readonly orgId: string;
  readonly isSandbox: boolean;
  schema: Schema;
  readonly names: Names;
  security: Security;
  program: Program;
  translations: Translations;
  readonly store: Store;
  readonly callouts: Record<string, { url: string }>;
  credentials: NamedCredential[];
  readonly certificate: Certificate | null;
  domainUrl(): string;
  readonly rules: InjectedRule[];
  log(line: string): void;
  onTestCallout(callout: { method: string; endpoint: string; body: string }): void;
  now(): number;
  uuid(): string;
  repairId(id: string): string;
  lockOf(store: Store): Lock;
  record(store: Store, changes: { object: string; id: string; row: StoredRow | null }[]): void;
}
