import type { Erp, ErpProbe } from '../connectors/connector.ts';
import type { Company } from '../model/company.ts';
import type { CallContext } from '../net/http-client.ts';
import type { Connection } from '../registry/connection.ts';
import type { Org } from '../registry/org-bundle.ts';
import { fail, ok, settled, shared, skip, warn, type Check, type Verdict } from './check.ts';
import type { DoctorDeps } from './deps.ts';

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

/** Secret, sign-in, company, reads, and whether it may write. */
export function connectionChecks(org: Org, open: OpenConnection): Check[] {
  const { connection } = open;
  const id = (what: string): string => `connection.${connection.name}.${what}`;
  const skipped = skip('Not tested, because the sign-in to the ERP failed.');
  const afterSignIn = async (ask: (companies: readonly Company[]) => Verdict | Promise<Verdict>): Promise<Verdict> => {
    const companies = await settled(open.companies());
    return companies === null ? skipped : ask(companies);
  };
  return [
    { id: id('secret'), ask: () => secret(connection) },
    { id: id('sign-in'), ask: async () => ok(`Signed in; ${(await open.companies()).length} companies.`) },
    { id: id('company'), ask: () => afterSignIn((companies) => company(connection, companies)) },
    { id: id('read'), ask: () => afterSignIn(async () => reads(await open.probe())) },
    { id: id('mode'), ask: () => mode(connection) },
    { id: id('stop'), ask: () => stop(org, connection) },
  ];
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
