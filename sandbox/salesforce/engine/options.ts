import type { ClassCoverage, Org, SaveError, TestOutcome } from '../org.ts';
import type { SharingModel } from './records/schema.ts';
import type { OrgSwitches } from './records/switches.ts';
import type { Certificate, InjectedRule } from './runtime/world.ts';

/** Where committed changes are kept; one entry is one transaction. */
export interface OrgJournal {
  entries(): Iterable<unknown>;
  append(entry: unknown): void;
}

export interface TestCallout {
  method: string;
  /** As Apex set it, `callout:Name/path`. */
  endpoint: string;
  body: string;
}

export interface OrgOptions extends Partial<OrgSwitches> {
  /** Package directories; the project's force-app/main and force-app/test when absent. */
  sources?: string[];
  namespace?: string;
  orgId?: string;
  name?: string;
  isSandbox?: boolean;
  journal?: OrgJournal;
  /** Named credential to address; loopback addresses only. */
  callouts: Record<string, { url: string }>;
  certificate?: Certificate;
  /** Address of the org itself, known only once it listens; a made-up My Domain when absent. */
  domainUrl?: () => string;
  /** Fills an org whose journal is empty. */
  seed?: (org: EngineOrg) => Promise<void>;
  log?: (line: string) => void;
  /** Told of every callout that an Apex test makes to its mock. */
  onTestCallout?: (callout: TestCallout) => void;
  now?: () => number;
}

export type { ClassCoverage, InjectedRule, SaveError, TestOutcome };

/** The org with the hands that tests have on it. */
export interface EngineOrg extends Org {
  /** Refuses rows from now on with FIELD_CUSTOM_VALIDATION_EXCEPTION; answers how to lift the rule. */
  addValidationRule(rule: InjectedRule): () => void;
  /** Changes the org-wide default of an object. */
  setSharing(object: string, model: SharingModel): void;
}
