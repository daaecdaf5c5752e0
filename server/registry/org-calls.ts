import { instant, type Clock } from '../kernel/clock.ts';

/** What became of the last calls of an org, as this instance saw them since it started. */
export interface OrgCalls {
  acceptedAt: string | null;
  /** Null once a later call was taken. Anybody may send a token that only claims to be of this org, so a refusal says less than an accepted call. */
  refused: { at: string; reason: string } | null;
}

const NONE: OrgCalls = { acceptedAt: null, refused: null };

/** Only registered orgs are noted, so that nobody fills the memory. */
export function createOrgCalls(clock: Clock) {
  const calls = new Map<string, OrgCalls>();
  return {
    /** `refusal`: why the call was not taken; null when it was. */
    noteOrgCall(orgId: string, refusal: string | null): void {
      const at = instant(clock.now());
      calls.set(orgId, refusal === null ? { acceptedAt: at, refused: null } : { ...(calls.get(orgId) ?? NONE), refused: { at, reason: refusal } });
    },
    orgCalls: (orgId: string): OrgCalls => calls.get(orgId) ?? NONE,
  };
}
