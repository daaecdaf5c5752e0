import { actorOf as actorOfOperator, type Operator } from '../registry/operators.ts';

/** A user of a Salesforce org, as the org's signed token says. */
export interface OrgCaller {
  kind: 'org';
  /** 18 characters. */
  orgId: string;
  userId: string;
  username: string | null;
  permissions: string[];
  sandbox: boolean;
  locale: string | null;
  timeZone: string | null;
  /** This clock minus the org's clock when it made the token. */
  skewSeconds: number;
}

export interface OperatorCaller extends Pick<Operator, 'id' | 'name' | 'role' | 'orgs'> {
  kind: 'operator';
}

export type Caller = OrgCaller | OperatorCaller;

/** Who it is, as the audit trail names them. */
export const actorOf = (caller: Caller): string => (caller.kind === 'org' ? `user:${caller.userId}` : actorOfOperator(caller));
