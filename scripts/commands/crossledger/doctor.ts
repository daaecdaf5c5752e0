import { Messages, SfError } from '@salesforce/core';
import { listOrgs } from '../../../server/contract/admin.ts';
import { runDoctor, type DoctorCheck, type DoctorReport } from '../../../server/contract/doctor.ts';
import { problem } from '../../../server/contract/problem.ts';
import { healthz, readyz } from '../../../server/contract/system.ts';
import { makeBackendClient, type BackendClient } from '../backend/backend-client.ts';
import { BackendCommand } from '../backend/backend-command.ts';
import { findBackend, usage } from '../backend/find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'doctor');

/** Tests every link between Salesforce, the backend and the ERPs. Exit code 1 when something fails. */
export default class Doctor extends BackendCommand<DoctorReport> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');

  override async run(): Promise<DoctorReport> {
    const { flags } = await this.parse(Doctor);
    const address = findBackend({ backend: flags.backend, tokenFile: flags['token-file'] });
    this.spinner.start(messages.getMessage('testing'));
    const checks = await testAll(makeBackendClient(address), address.url, flags['org-id']).finally(() => this.spinner.stop());
    const report = { ok: checks.every((check) => check.status !== 'failed'), checkedAt: new Date().toISOString(), checks };
    this.table({ data: checks.map(rowOf), columns: ['status', 'check', 'what', 'fix', 'fixer'] });
    const count = (status: DoctorCheck['status']): number => checks.filter((check) => check.status === status).length;
    this.log(messages.getMessage(report.ok ? 'sound' : 'unsound', [checks.length, count('failed'), count('warning'), count('skipped')]));
    if (!report.ok) process.exitCode = 1;
    return report;
  }
}

const rowOf = (check: DoctorCheck) => ({ status: check.status, check: check.id, what: check.says, fix: check.fix ?? '', fixer: check.fixer ?? '' });

/** What can only be tested from here, then what the backend tests; each needs the one before it. */
async function testAll(backend: BackendClient, url: string, orgId: string | undefined): Promise<DoctorCheck[]> {
  const done: DoctorCheck[] = [];
  const test = async (id: string, work: () => Promise<string>): Promise<boolean> => {
    const startedAt = Date.now();
    const found = await work().then((says) => ({ status: 'ok' as const, code: null, says, fix: null, fixer: null }), failed);
    done.push({ id, ...found, tookMs: Date.now() - startedAt });
    return found.status === 'ok';
  };
  const skipRest = (...ids: string[]): DoctorCheck[] => [...done, ...ids.map((id) => ({ id, status: 'skipped' as const, code: null, says: messages.getMessage('skipped'), fix: null, fixer: null, tookMs: 0 }))];
  if (!(await test('backend.reachable', async () => { await backend.call(healthz); return messages.getMessage('reachable', [url]); }))) return skipRest('backend.ready', 'operator.token', 'org.registered');
  if (!(await test('backend.ready', async () => { await backend.call(readyz).catch(notReady); return messages.getMessage('ready'); }))) return skipRest('operator.token', 'org.registered');
  let orgs: { id: string; name: string }[] = [];
  if (!(await test('operator.token', async () => { ({ rows: orgs } = await backend.call(listOrgs)); return messages.getMessage('token', [orgs.length]); }))) return skipRest('org.registered');
  const [only] = orgs;
  if (orgId === undefined && orgs.length > 1) throw usage(messages.getMessage('several', [orgs.length]), messages.getMessage('several.next', [orgs.slice(0, 10).map((org) => `${org.id} (${org.name})`).join(', ')]));
  const meant = orgId ?? only?.id;
  let checks: DoctorCheck[] = [];
  const asked = await test('org.registered', async () => {
    if (meant === undefined) throw unregistered();
    ({ checks } = await backend.call(runDoctor, { params: { orgId: meant } }).catch((thrown: unknown) => { throw isUnknown(thrown) ? unregistered() : thrown; }));
    return '';
  });
  // The backend names this check itself when it was asked.
  return asked ? [...done.slice(0, -1), ...checks] : done;
}

const notReady = (thrown: unknown): never => {
  throw thrown instanceof SfError && thrown.name === 'BackendAnswer' ? new SfError(messages.getMessage('down'), 'backend.not-ready', [messages.getMessage('down.next')]) : thrown;
};
const unregistered = (): SfError => new SfError(messages.getMessage('unregistered'), 'org.not-registered', [messages.getMessage('unregistered.next')]);
const isUnknown = (thrown: unknown): boolean => thrown instanceof SfError && thrown.name === 'record.unknown';

/** The words of a refusal as a finding; what is no refusal is a fault of the program. */
function failed(thrown: unknown): Omit<DoctorCheck, 'id' | 'tookMs'> & { status: 'failed' } {
  if (!(thrown instanceof SfError)) throw thrown;
  const said = problem.safeParse(thrown.data).data;
  return { status: 'failed', code: CODES[thrown.name] ?? thrown.name, says: thrown.message, fix: thrown.actions?.[0] ?? null, fixer: said?.fixer ?? 'admin' };
}

const CODES: Readonly<Record<string, string>> = { BackendUnreachable: 'backend.unreachable', BackendAnswer: 'backend.answer' };
