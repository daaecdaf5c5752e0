import { CrossledgerError } from '../kernel/errors.ts';
import { say, wordsOf, type Words } from '../kernel/words.ts';
import type { Org } from '../registry/org-bundle.ts';
import type { OrgInspector, PackageGap } from '../salesforce/org-port.ts';
import { fail, ok, settled, skip, warn, type Check, type Verdict } from './check.ts';
import type { DoctorDeps } from './deps.ts';
import { kindOf } from './lock-check.ts';
import { pagesSeen } from './record-pages.ts';
import { answeredInstead, type SignedIn } from './sign-in.ts';

const DAY_MS = 86_400_000;
const EXPIRES_SOON_DAYS = 30;
const LATE_OUTBOX_MS = 15 * 60_000;
const MOST_NAMED = 8;

/** Registration, certificate, both directions of the pairing, and the package. */
export function orgChecks(deps: DoctorDeps, org: Org, signIn: () => Promise<SignedIn>): Check[] {
  const now = (): number => deps.orders.clock.now();
  return [
    { id: 'org.registered', ask: () => ok(say('doctor.registered', { name: org.name, org: org.id, kind: kindOf(org.sandbox) })) },
    { id: 'org.enabled', ask: () => enabled(org) },
    { id: 'org.certificate', ask: () => certificate(org, now()) },
    { id: 'org.calls', ask: () => calls(deps, org) },
    { id: 'org.sign-in', ask: () => checkSignIn(org, signIn) },
    { id: 'org.package', ask: () => afterSignIn(signIn, async (inspector) => packageSeen(await inspector.packageGaps())) },
    { id: 'org.pages', ask: () => afterSignIn(signIn, checkPages) },
    { id: 'outbox.lag', ask: () => afterSignIn(signIn, async (inspector) => lag(await inspector.oldestOutboxRow(), now())) },
  ];
}

const enabled = (org: Org): Verdict =>
  org.enabled ? ok(say('doctor.org-on')) : fail(say('doctor.org-off'), 'org.disabled');

function certificate(org: Org, now: number): Verdict {
  const active = org.keys.filter((key) => key.active);
  if (active.length === 0) return fail(say('doctor.no-certificate'), 'certificate.missing');
  const lasting = active.filter((key) => key.expiresAt === null || Date.parse(key.expiresAt) > now);
  const names = active.map((key) => key.kid).join(', ');
  if (lasting.length === 0) return fail(say('doctor.certificate-expired', { names }), 'certificate.expired');
  const until = lasting.map((key) => key.expiresAt).filter((at) => at !== null);
  if (until.length < lasting.length) return ok(say('doctor.certificate-endless', { names }));
  const last = until.sort().at(-1) ?? '';
  const days = Math.floor((Date.parse(last) - now) / DAY_MS);
  if (days < EXPIRES_SOON_DAYS) return warn(say('doctor.certificate-expires', { names, days, date: last.slice(0, 10) }), 'certificate.expires');
  return ok(say('doctor.certificate-good', { names, date: last.slice(0, 10) }));
}

function calls({ registry }: DoctorDeps, org: Org): Verdict {
  const { acceptedAt, refused } = registry.orgCalls(org.id);
  if (refused !== null) {
    const before = acceptedAt === null ? wordsOf('doctor.none-taken') : wordsOf('doctor.last-good', { at: acceptedAt });
    return fail(say('doctor.call-refused', { at: refused.at, reason: refused.reason, before, fix: fixOf(refused.reason) }), 'org.calls-refused');
  }
  return acceptedAt === null ? ok(say('doctor.no-call')) : ok(say('doctor.last-call', { at: acceptedAt }));
}

function fixOf(reason: string): Words {
  if (/signature|key/.test(reason)) return wordsOf('doctor.fix-signature');
  if (/sandbox flag/.test(reason)) return wordsOf('doctor.fix-sandbox');
  if (/audience/.test(reason)) return wordsOf('doctor.fix-audience');
  if (/expired|future|nbf|lifetime/.test(reason)) return wordsOf('doctor.fix-clock');
  return wordsOf('doctor.fix-settings');
}

async function checkSignIn(org: Org, signIn: () => Promise<SignedIn>): Promise<Verdict> {
  try {
    const { id, name, isSandbox } = await signIn();
    if (id !== org.id) return otherOrg(org, id);
    if (isSandbox !== org.sandbox) return fail(say('doctor.other-kind', { found: kindOf(isSandbox), registered: kindOf(org.sandbox) }), 'org.other-kind');
    return ok(say('doctor.org-signed-in', { name, org: id, user: org.username }));
  } catch (thrown) {
    const answered = answeredInstead(thrown);
    if (answered !== undefined) return otherOrg(org, answered);
    throw thrown;
  }
}

/** A refreshed or copied sandbox keeps address and users, and is another org. */
const otherOrg = (org: Org, answered: string): Verdict => fail(say('doctor.other-org', { answered, org: org.id }), 'org.other');

async function afterSignIn(signIn: () => Promise<SignedIn>, ask: (org: OrgInspector) => Promise<Verdict>): Promise<Verdict> {
  const done = await settled(signIn());
  return done === null ? skip(say('doctor.no-org-sign-in')) : ask(done.org);
}

function packageSeen(gaps: readonly PackageGap[]): Verdict {
  if (gaps.length === 0) return ok(say('doctor.package-seen'));
  const named = gaps.slice(0, MOST_NAMED).map(gapOf).reduce((one, other) => wordsOf('doctor.listed', { one, other }));
  const fields = gaps.length > MOST_NAMED ? wordsOf('doctor.and-more', { named, count: gaps.length - MOST_NAMED }) : named;
  return fail(say('doctor.package-unseen', { fields }), 'package.not-seen');
}

function gapOf({ object, field, lacks }: PackageGap): Words {
  const name = { field: field === null ? object : `${object}.${field}` };
  return lacks === 'write' ? wordsOf('doctor.field-fixed', name) : wordsOf('doctor.field', name);
}

/** That the pages cannot be read hinders nothing else: no failure. */
async function checkPages(inspector: OrgInspector): Promise<Verdict> {
  try {
    return pagesSeen(await inspector.recordPages());
  } catch (thrown) {
    if (thrown instanceof CrossledgerError && thrown.code === 'salesforce.setup-unseen') return skip(say('doctor.pages-unseen'));
    throw thrown;
  }
}

function lag(oldest: string | null, now: number): Verdict {
  if (oldest === null) return ok(say('doctor.outbox-empty'));
  const minutes = Math.floor((now - Date.parse(oldest)) / 60_000);
  if (now - Date.parse(oldest) < LATE_OUTBOX_MS) return ok(say('doctor.outbox-young', { minutes }));
  return warn(say('doctor.outbox-late', { minutes, since: oldest }), 'outbox.late');
}
