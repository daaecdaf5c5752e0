import type { Erp, ErpProbe } from '../connectors/connector.ts';
import { asError } from '../kernel/errors.ts';
import type { Company } from '../model/company.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Connection } from '../registry/connection.ts';
import type { Org } from '../registry/org-bundle.ts';
import { fail, ok, settled, shared, skip, warn, type Check, type Verdict } from './check.ts';
import type { DoctorDeps } from './deps.ts';
import { lock } from './lock-check.ts';
import type { SignedIn } from './sign-in.ts';

/** Of what needs a sign-in to the ERP. */
export const NOT_SIGNED_IN = skip('Not tested, because there is no sign-in to the ERP.');

/** A connection and what several checks ask of its ERP, each asked once. */
export interface OpenConnection {
  connection: Connection;
  companies(): Promise<Company[]>;
  probe(): Promise<ErpProbe>;
  /** Deadline of every question. */
  context(): CallContext;
}

export function openConnections(deps: DoctorDeps, connections: readonly Connection[], requestId: string): OpenConnection[] {
  const context = (): CallContext => ({ lane: 'live', deadlineAt: deps.orders.clock.now() + deps.orders.callMs, requestId });
  return connections.map((connection) => {
    const erp = shared((): Promise<Erp> => deps.openErp(connection.orgId, connection.name));
    return {
      connection, context,
      companies: shared(async () => (await erp()).reads.companies(context())),
      probe: shared(async () => (await erp()).reads.probe(context())),
    };
  });
}

/** Environment lock, secret, sign-in, company, reads, and whether it may write. */
export function connectionChecks(org: Org, open: OpenConnection, signIn: () => Promise<SignedIn>): Check[] {
  const { connection } = open;
  const id = (what: string): string => `connection.${connection.name}.${what}`;
  const afterSignIn = async (ask: (companies: readonly Company[]) => Verdict | Promise<Verdict>): Promise<Verdict> => {
    const companies = await settled(open.companies());
    return companies === null ? NOT_SIGNED_IN : ask(companies);
  };
  return [
    { id: id('lock'), ask: () => lock(org, connection, signIn) },
    { id: id('secret'), ask: () => secret(connection) },
    { id: id('sign-in'), ask: () => checkSignIn(open) },
    { id: id('company'), ask: () => afterSignIn((companies) => company(connection, companies)) },
    { id: id('read'), ask: () => afterSignIn(async () => reads(await open.probe())) },
    { id: id('mode'), ask: () => mode(connection) },
    { id: id('stop'), ask: () => stop(org, connection) },
  ];
}

/** What the lock refuses is told by its own check. */
async function checkSignIn(open: OpenConnection): Promise<Verdict> {
  try {
    return ok(`Signed in; ${(await open.companies()).length} companies.`);
  } catch (thrown) {
    if (asError(thrown).code === 'connection.locked') return skip('Not tested, because a sandbox may not sign in to a production ERP.');
    throw thrown;
  }
}

const secret = ({ hasSecret, name }: Connection): Verdict =>
  hasSecret ? ok('A client secret is stored.') : fail({ says: 'No client secret is stored.', code: 'connection.no-secret', fix: `Write one: connection add ${name} --replace --secret-file FILE.`, fixer: 'admin' });

function company({ settings, name }: Connection, companies: readonly Company[]): Verdict {
  const known = new Set(companies.map((one) => one.id.toLowerCase()));
  const wrong = [...new Set([settings.defaultCompany, ...Object.keys(settings.companies)])].filter((id) => !known.has(id.toLowerCase()));
  if (wrong.length === 0) return ok(`Company ${settings.defaultCompany} is there.`);
  return fail({ says: `The ERP has no company ${wrong.join(', ')}. It has ${companies.slice(0, 10).map((one) => one.id).join(', ') || 'none'}.`, code: 'connection.company', fix: `Correct it: connection add ${name} --replace --company COMPANY.`, fixer: 'admin' });
}

function reads({ findings, blocking = [], notes = [] }: ErpProbe): Verdict {
  const fix = 'An ERP admin publishes the named sets and gives the user of the connection the role to read them.';
  if (blocking.length > 0) return fail({ says: blocking.join(' '), code: 'connection.reads', fix, fixer: 'erp' });
  const lacks = findings.filter((finding) => !notes.includes(finding));
  if (lacks.length > 0) return warn({ says: lacks.join(' '), code: 'connection.reads', fix, fixer: 'erp' });
  return ok(['Everything that is needed can be read.', ...notes].join(' '));
}

function mode({ mode: now, goLiveAt, name }: Connection): Verdict {
  if (now === 'send') return ok(`Sends deals that are won from ${goLiveAt ?? 'now'} on.`);
  return warn({ says: 'It only observes: orders are planned and nothing is written to the ERP.', code: 'connection.observing', fix: `When everything else is ready: connection mode ${name} send --go-live-at now.`, fixer: 'admin' });
}

function stop(org: Org, { stopped, name }: Connection): Verdict {
  if (org.stopAll) return warn({ says: 'All connections of the org are stopped: nothing is written.', code: 'connection.stopped', fix: 'When the reason is gone: connection resume --all.', fixer: 'admin' });
  if (stopped) return warn({ says: 'It is stopped: nothing is written.', code: 'connection.stopped', fix: `When the reason is gone: connection resume ${name}.`, fixer: 'admin' });
  return ok('No stop switch is on.');
}
