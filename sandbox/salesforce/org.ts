/** What the org's engine offers to the REST surface and the page server. Values are wire values: dates `2026-01-31`, instants `2026-01-31T09:30:00.000+0000`. */

/** Who acts. `system: true` skips object, field and record access, as Apex in system mode does. */
export interface Actor {
  userId: string;
  system?: boolean;
}

export interface WireRecord {
  attributes: { type: string; url?: string };
  [field: string]: unknown;
}

export interface QueryColumn {
  columnName: string;
  displayName: string;
  aggregate: boolean;
  joinColumns: QueryColumn[];
}

export interface QueryResult {
  totalSize: number;
  records: WireRecord[];
  columns: QueryColumn[];
}

export interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
}

export interface SaveResult {
  id: string | null;
  success: boolean;
  created?: boolean;
  errors: SaveError[];
}

export type SaveOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

/** What became of a merge: ids that were given up, and those of records that now belong to the one that stays. */
export interface MergeResult {
  id: string | null;
  success: boolean;
  mergedRecordIds: string[];
  updatedRelatedIds: string[];
  errors: SaveError[];
}

export interface SaveOptions {
  allOrNone: boolean;
  /** Field API name for `upsert`; `Id` when absent. */
  externalIdField?: string;
}

export interface FieldDescribe {
  name: string;
  label: string;
  type: string;
  length: number;
  precision: number;
  scale: number;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  defaultedOnCreate: boolean;
  calculated: boolean;
  externalId: boolean;
  unique: boolean;
  caseSensitive: boolean;
  restrictedPicklist: boolean;
  picklistValues: { value: string; label: string; active: boolean; defaultValue: boolean }[];
  referenceTo: string[];
  relationshipName: string | null;
}

export interface ObjectDescribe {
  name: string;
  label: string;
  labelPlural: string;
  keyPrefix: string;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  deletable: boolean;
  queryable: boolean;
  fields: FieldDescribe[];
  childRelationships: { childSObject: string; field: string; relationshipName: string | null }[];
}

/** A refusal with Salesforce's own error code: `INVALID_FIELD`, `MALFORMED_QUERY`, `NOT_FOUND`, `INSUFFICIENT_ACCESS_OR_READONLY` … */
export class OrgError extends Error {
  readonly errorCode: string;
  readonly fields: string[];
  constructor(errorCode: string, message: string, fields: string[] = []) {
    super(message);
    this.errorCode = errorCode;
    this.fields = fields;
  }
}

/** An Apex exception that left an @AuraEnabled method: what `error.body` of a component holds. */
export class ApexFailure extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

export interface ApexTestResult {
  className: string;
  methodName: string;
  outcome: 'Pass' | 'Fail';
  message: string | null;
  stackTrace: string | null;
  runTimeMs: number;
}

export interface ClassCoverage {
  /** Of a class or a trigger. */
  name: string;
  covered: number;
  lines: number;
  percent: number;
  coveredLines: number[];
  uncoveredLines: number[];
}

export interface TestOutcome {
  results: ApexTestResult[];
  coverage: ClassCoverage[];
  /** What each test method ran through, in the order of the results; only what it touched. */
  coverageOfTests: ClassCoverage[][];
}

/** What became of an anonymous block; line and column are -1 where nothing failed. */
export interface AnonymousResult {
  compiled: boolean;
  success: boolean;
  line: number;
  column: number;
  compileProblem: string | null;
  exceptionMessage: string | null;
  exceptionStackTrace: string | null;
  log: string[];
}

/** Metadata that the org could run, beside what it runs. */
export interface PreparedPackage {
  /** Tests of this metadata; the org's own rows do not take part. */
  runTests(classNames?: string[]): Promise<TestOutcome>;
  /** The org runs this metadata from now on; rows, users and sessions stay. */
  activate(): Promise<void>;
}

export interface OrgUser {
  id: string;
  username: string;
  name: string;
  alias: 'admin' | 'rep' | 'rep-de' | 'plain' | 'integration';
  locale: string;
  /** `en_US`, `de`: in which labels are shown. */
  language: string;
  timeZone: string;
  permissionSets: string[];
  customPermissions: string[];
  /** In small letters, `viewsetup`: what permission sets and profiles of the metadata enable. */
  userPermissions: string[];
}

export interface Org {
  /** 18 characters. */
  readonly id: string;
  readonly name: string;
  /** Empty, or the package namespace that outside names carry (`crossledger__ERP_Outbox__c`). */
  readonly namespace: string;
  readonly isSandbox: boolean;
  readonly users: OrgUser[];
  /** Certificate that `Auth.JWS` signs with; PEM. */
  readonly certificate: { name: string; pem: string };

  objectNames(actor: Actor): string[];
  /** Null when the object does not exist or the actor may not see it. */
  describe(object: string, actor: Actor): ObjectDescribe | null;
  /** Runs one SOQL query completely; paging is the caller's. Throws OrgError. */
  query(soql: string, actor: Actor, options?: { includeDeleted?: boolean }): Promise<QueryResult>;
  /** One transaction: triggers in chunks of 200, per-row errors, jobs after commit. Throws OrgError only for a malformed call. */
  save(operation: SaveOperation, records: WireRecord[], actor: Actor, options: SaveOptions): Promise<SaveResult[]>;
  /** Gives up to two accounts up for another one, which takes their children over. Throws OrgError only for a malformed call. */
  merge(master: WireRecord, loserIds: readonly string[], actor: Actor): Promise<MergeResult>;
  /** Calls a static @AuraEnabled method as a component would, in one transaction. Throws ApexFailure. */
  invoke(method: string, parameters: Record<string, unknown>, actor: Actor): Promise<unknown>;
  /** Runs statements in one transaction, as the developer's anonymous block. */
  runAnonymous(code: string, actor: Actor): Promise<AnonymousResult>;
  /** Runs @IsTest methods, each on its own rolled back data. */
  runTests(classNames?: string[]): Promise<ApexTestResult[]>;
  /** Runs tests and tells the coverage of each class and trigger too. */
  runTestsWithCoverage(classNames?: string[]): Promise<TestOutcome>;
  /** Reads other metadata; throws at the first thing that the org cannot run. */
  prepare(sources: string[]): PreparedPackage;
  /** Resolves when no queued asynchronous Apex is left. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
