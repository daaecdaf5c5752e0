import { CrossledgerError } from '../kernel/errors.ts';
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
    { id: 'org.registered', ask: () => ok(`${org.name} (${org.id}) is registered as ${kindOf(org.sandbox)}.`) },
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
  org.enabled ? ok('The org is switched on.') : fail({ says: 'The org is switched off in Crossledger: its calls are refused and its outbox is not read.', code: 'org.disabled', fix: 'Switch it on in its registration.', fixer: 'admin' });

function certificate(org: Org, now: number): Verdict {
  const active = org.keys.filter((key) => key.active);
  if (active.length === 0) return fail({ says: 'No certificate of the org is registered, so none of its calls can be told from a forged one.', code: 'certificate.missing', fix: 'Download the certificate in Setup (Certificate and Key Management) and register it.', fixer: 'admin' });
  const lasting = active.filter((key) => key.expiresAt === null || Date.parse(key.expiresAt) > now);
  const names = active.map((key) => key.kid).join(', ');
  if (lasting.length === 0) return fail({ says: `The certificate of the org (${names}) has expired.`, code: 'certificate.expired', fix: 'Make a new certificate in Setup, select it in the package\'s settings and register it; two may be active at a time.', fixer: 'admin' });
  const until = lasting.map((key) => key.expiresAt).filter((at) => at !== null);
  if (until.length < lasting.length) return ok(`Registered: ${names}. When it expires is not known, since a bare public key or an older version registered it.`);
  const last = until.sort().at(-1) ?? '';
  const days = Math.floor((Date.parse(last) - now) / DAY_MS);
  if (days < EXPIRES_SOON_DAYS) return warn({ says: `The certificate of the org (${names}) expires in ${days} days, on ${last.slice(0, 10)}.`, code: 'certificate.expires', fix: 'Make the next certificate in Setup and register it beside this one; then switch over.', fixer: 'admin' });
  return ok(`Registered: ${names}, good until ${last.slice(0, 10)}.`);
}

function calls({ registry }: DoctorDeps, org: Org): Verdict {
  const { acceptedAt, refused } = registry.orgCalls(org.id);
  if (refused !== null) {
    const before = acceptedAt === null ? 'None was taken since this backend started.' : `The last good one came at ${acceptedAt}.`;
    return fail({ says: `The last call in the name of the org was refused at ${refused.at}: ${refused.reason}. ${before}`, code: 'org.calls-refused', fix: fixOf(refused.reason), fixer: 'admin' });
  }
  return acceptedAt === null ? ok('No page of the org has called since this backend started.') : ok(`The last signed call came at ${acceptedAt}.`);
}

function fixOf(reason: string): string {
  if (/signature|key/.test(reason)) return 'Register the certificate that the org signs with: its name stands in the package\'s settings, the file comes from Certificate and Key Management in Setup.';
  if (/sandbox flag/.test(reason)) return 'Register the org as what it is; a sandbox that was refreshed from production is a new org.';
  if (/audience/.test(reason)) return 'Put the address of this backend into the package\'s settings: the org signs for another one.';
  if (/expired|future|nbf|lifetime/.test(reason)) return 'Set the clock of the backend\'s machine by a time server.';
  return 'Compare the org\'s settings with its registration; the log of the backend names each refusal.';
}

async function checkSignIn(org: Org, signIn: () => Promise<SignedIn>): Promise<Verdict> {
  try {
    const { id, name, isSandbox } = await signIn();
    if (id !== org.id) return otherOrg(org, id);
    if (isSandbox !== org.sandbox) return fail({ says: `The org is ${kindOf(isSandbox)} and is registered as ${kindOf(org.sandbox)}.`, code: 'org.other-kind', fix: 'Register it as what it is, and see that its connections lead to the right ERP environment.', fixer: 'admin' });
    return ok(`Signed in to ${name} (${id}) as ${org.username}.`);
  } catch (thrown) {
    const answered = answeredInstead(thrown);
    if (answered !== undefined) return otherOrg(org, answered);
    throw thrown;
  }
}

/** A refreshed or copied sandbox keeps address and users, and is another org. */
const otherOrg = (org: Org, answered: string): Verdict => fail({
  says: `Another org answers: ${answered}, registered is ${org.id}. So it is when a sandbox was refreshed or copied.`, code: 'org.other', fixer: 'admin',
  fix: `Register ${answered} as an org of its own, with the certificate and connections that it should have, and switch ${org.id} off. Nothing is read or written until then.`,
});

async function afterSignIn(signIn: () => Promise<SignedIn>, ask: (org: OrgInspector) => Promise<Verdict>): Promise<Verdict> {
  const done = await settled(signIn());
  return done === null ? skip('Not tested, because the sign-in to Salesforce failed.') : ask(done.org);
}

function packageSeen(gaps: readonly PackageGap[]): Verdict {
  if (gaps.length === 0) return ok('The integration user sees every object and field of the package that is needed.');
  const named = gaps.slice(0, MOST_NAMED).map(({ object, field, lacks }) => `${field === null ? object : `${object}.${field}`}${lacks === 'write' ? ' (may not be edited)' : ''}`).join(', ');
  return fail({
    says: `The integration user does not see, or may not edit: ${named}${gaps.length > MOST_NAMED ? ` and ${gaps.length - MOST_NAMED} more` : ''}.`, code: 'package.not-seen', fixer: 'admin',
    fix: 'Install the package, assign the permission set Crossledger Integration to the integration user, and see that the namespace in the registration is the package\'s.',
  });
}

/** That the pages cannot be read hinders nothing else: no failure. */
async function checkPages(inspector: OrgInspector): Promise<Verdict> {
  try {
    return pagesSeen(await inspector.recordPages());
  } catch (thrown) {
    if (thrown instanceof CrossledgerError && thrown.code === 'salesforce.setup-unseen') return skip(`Not tested. ${thrown.sentence}`);
    throw thrown;
  }
}

function lag(oldest: string | null, now: number): Verdict {
  if (oldest === null) return ok('No won deal waits in the outbox.');
  const minutes = Math.floor((now - Date.parse(oldest)) / 60_000);
  if (now - Date.parse(oldest) < LATE_OUTBOX_MS) return ok(`The oldest won deal in the outbox is ${minutes} minutes old.`);
  return warn({ says: `A won deal has waited in the outbox for ${minutes} minutes, since ${oldest}.`, code: 'outbox.late', fix: 'See what waits with queue list; a deal stays in the outbox until it was told what became of its order.', fixer: 'admin' });
}
