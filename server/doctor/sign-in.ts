import { CrossledgerError } from '../kernel/errors.ts';
import { toId18 } from '../kernel/ids.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { OrgInspector } from '../salesforce/org-port.ts';
import { shared } from './check.ts';
import type { DoctorDeps } from './deps.ts';

export interface SignedIn {
  org: OrgInspector;
  /** 18 characters. */
  id: string;
  name: string;
  isSandbox: boolean;
}

/** One sign-in to Salesforce for all checks of an org, made by the first that needs it. */
export const signInTo = (deps: Pick<DoctorDeps, 'inspect'>, org: Org): (() => Promise<SignedIn>) => shared(async () => {
  const inspector = await deps.inspect(org);
  const { id, name, isSandbox } = await inspector.identity();
  return { org: inspector, id: toId18(id), name, isSandbox };
});

/** The id of another org that answered where this one was meant; undefined when a sign-in failed for another reason. */
export function answeredInstead(thrown: unknown): string | undefined {
  const answered = thrown instanceof CrossledgerError ? thrown.details['answered'] : undefined;
  return typeof answered === 'string' ? answered : undefined;
}
