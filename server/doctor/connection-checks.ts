import type { Erp, ErpProbe } from '../connectors/connector.ts';
import { asError } from '../kernel/errors.ts';
import { say, wordsOf } from '../kernel/words.ts';
import type { Company } from '../model/company.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Connection } from '../registry/connection.ts';
import type { Org } from '../registry/org-bundle.ts';
import { fail, ok, settled, shared, skip, warn, type Check, type Verdict } from './check.ts';
import type { DoctorDeps } from './deps.ts';
import { lock } from './lock-check.ts';
import type { SignedIn } from './sign-in.ts';

/** Of what needs a sign-in to the ERP. */
export const NOT_SIGNED_IN = skip(say('doctor.no-erp-sign-in'));

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
    return ok(say('doctor.erp-signed-in', { count: (await open.companies()).length }));
  } catch (thrown) {
    if (asError(thrown).code === 'connection.locked') return skip(say('doctor.lock-no-sign-in'));
    throw thrown;
  }
}

const secret = ({ hasSecret, name }: Connection): Verdict =>
  hasSecret ? ok(say('doctor.secret')) : fail(say('doctor.no-secret', { connection: name }), 'connection.no-secret');

function company({ settings, name }: Connection, companies: readonly Company[]): Verdict {
  const known = new Set(companies.map((one) => one.id.toLowerCase()));
  const wrong = [...new Set([settings.defaultCompany, ...Object.keys(settings.companies)])].filter((id) => !known.has(id.toLowerCase()));
  if (wrong.length === 0) return ok(say('doctor.company', { company: settings.defaultCompany }));
  const there = companies.slice(0, 10).map((one) => one.id).join(', ') || wordsOf('doctor.none');
  return fail(say('doctor.no-company', { wrong: wrong.join(', '), there, connection: name }), 'connection.company');
}

function reads({ findings, blocking = [], notes = [] }: ErpProbe): Verdict {
  if (blocking.length > 0) return fail(say('doctor.reads-lack', { lacks: blocking.join(' ') }), 'connection.reads', 'erp');
  const lacks = findings.filter((finding) => !notes.includes(finding));
  if (lacks.length > 0) return warn(say('doctor.reads-lack', { lacks: lacks.join(' ') }), 'connection.reads', 'erp');
  return ok(say('doctor.reads', { notes: notes.map((note) => ` ${note}`).join('') }));
}

function mode({ mode: now, goLiveAt, name }: Connection): Verdict {
  if (now === 'send') return ok(say('doctor.sends', { from: goLiveAt ?? wordsOf('doctor.now') }));
  return warn(say('doctor.observes', { connection: name }), 'connection.observing');
}

function stop(org: Org, { stopped, name }: Connection): Verdict {
  if (org.stopAll) return warn(say('doctor.all-stopped'), 'connection.stopped');
  if (stopped) return warn(say('doctor.stopped', { connection: name }), 'connection.stopped');
  return ok(say('doctor.not-stopped'));
}
