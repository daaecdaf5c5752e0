import type { WireReply, WireRequest } from '../../common/wire.ts';
import type { MetadataService } from '../metadata/metadata-service.ts';
import type { Actor, Org } from '../org.ts';
import type { Clients } from './auth/clients.ts';
import type { Session, Sessions } from './auth/sessions.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import type { CallOptionsLog } from './admin/call-options.ts';
import type { RowFaults } from './admin/row-faults.ts';
import type { Locators } from './query/locators.ts';
import type { TestRuns } from './tooling/test-runs.ts';

/** Everything the wire surface remembers beside the org itself. */
export interface OrgContext {
  /** Replaced by a reset: read it anew on each use. */
  org: Org;
  instanceUrl: string;
  /** The router, handed to composite, which sends its subrequests through it. */
  readonly answerRest: (context: OrgContext, session: Session, request: WireRequest) => Promise<WireReply>;
  readonly sessions: Sessions;
  readonly clients: Clients;
  readonly locators: Locators;
  readonly jobs: BulkJobs;
  readonly testRuns: TestRuns;
  /** Absent where an org is served whose metadata stays as it is. */
  readonly metadata?: MetadataService;
  readonly seed?: (org: Org) => Promise<void>;
  readonly rowFaults: RowFaults;
  readonly callOptions: CallOptionsLog;
  readonly usage: { used: number; readonly limit: number };
}

/** One authenticated request below `/services/data/vXX.0`. */
export interface Call {
  readonly context: OrgContext;
  readonly request: WireRequest;
  /** As in the path, such as `66.0`. */
  readonly version: string;
  readonly session: Session;
  readonly actor: Actor;
  /** Decoded path parameters of the route. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** Below `/services/data/vXX.0/`; `:name` takes one segment. */
  readonly pattern: string;
  readonly answer: (call: Call) => WireReply | Promise<WireReply>;
}

export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no parameter ${name}`);
  return value;
}

export function dataPath(call: Pick<Call, 'version'>, rest: string): string {
  return `/services/data/v${call.version}/${rest}`;
}
