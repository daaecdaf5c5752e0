import { runDoctor } from '../../../server/contract/doctor.ts';
import { salesforceId } from '../../../server/contract/names.ts';
import { Flags } from '@salesforce/sf-plugins-core';
import { makeBackendClient, type BackendClient } from '../backend/backend-client.ts';
import { BackendCommand, knownOrg } from '../backend/backend-command.ts';
import { findBackend } from '../backend/find-backend.ts';
import { askOn, type Asker } from '../guide/ask.ts';
import { company, connection } from '../guide/connection-steps.ts';
import type { Guide, Step } from '../guide/guide.ts';
import { messages } from '../guide/messages.ts';
import { pairing, signIn } from '../guide/org-steps.ts';

const STEPS: readonly Step[] = [pairing, signIn, connection, company];

interface StepDone { id: string; done: boolean; says: string }
interface Report { orgId: string | null; ready: boolean; steps: StepDone[] }

/** Leads from a running backend to a connection that observes. Asks only for what is not there yet. */
export default class Init extends BackendCommand<Report> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = { wait: Flags.integer({ char: 'w', min: 1, default: 60, summary: messages.getMessage('flags.wait.summary') }) };

  override async run(): Promise<Report> {
    const { flags } = await this.parse(Init);
    const backend = makeBackendClient(findBackend({ backend: flags.backend, tokenFile: flags['token-file'] }));
    if (this.jsonEnabled()) return this.look(backend, flags['org-id'] ?? (await knownOrg(backend)));
    const asker = askOn(process.stdin, (text) => void process.stdout.write(text));
    try {
      const orgId = flags['org-id'] ?? (await knownOrg(backend)) ?? (await askOrg(asker));
      return await this.lead({ backend, orgId, asker, waitMs: flags.wait * 60_000, say: (text) => { this.log(text); }, waiting: (text, work) => this.waiting(text, work) });
    } finally {
      asker.close();
    }
  }

  private async lead(guide: Guide): Promise<Report> {
    const steps: StepDone[] = [];
    for (const [index, step] of STEPS.entries()) {
      const number = `${index + 1}/${STEPS.length}`;
      let says = await step.look(guide);
      if (says === null) {
        this.log(messages.getMessage('step', [number, messages.getMessage(`title.${step.id}`)]));
        while (says === null) {
          await step.work(guide);
          says = await step.look(guide);
        }
      }
      this.log(messages.getMessage('done', [number, says]));
      steps.push({ id: step.id, done: true, says });
    }
    const { ok, checks } = await guide.waiting(messages.getMessage('testing'), () => guide.backend.call(runDoctor, { params: { orgId: guide.orgId } }));
    const open = checks.filter((check) => check.status === 'failed' || check.status === 'warning');
    this.table({ data: open.map((check) => ({ status: check.status, check: check.id, what: check.says, fix: check.fix ?? '' })), columns: ['status', 'check', 'what', 'fix'] });
    this.log(messages.getMessage(ok ? 'ready' : 'unready'));
    if (!ok) process.exitCode = 1;
    return { orgId: guide.orgId, ready: ok, steps };
  }

  /** For a program: what is done and what is not, without a question. */
  private async look(backend: BackendClient, orgId: string | undefined): Promise<Report> {
    const steps: StepDone[] = [];
    for (const step of STEPS) {
      const isNext = orgId !== undefined && steps.every((one) => one.done);
      const says = isNext ? await step.look({ backend, orgId }) : null;
      steps.push({ id: step.id, done: says !== null, says: says ?? messages.getMessage('undone', [step.command]) });
    }
    const ready = orgId !== undefined && steps.every((one) => one.done) && (await backend.call(runDoctor, { params: { orgId } })).ok;
    if (!ready) process.exitCode = 1;
    return { orgId: orgId ?? null, ready, steps };
  }

  private async waiting<T>(text: string, work: () => Promise<T>): Promise<T> {
    this.spinner.start(text);
    try {
      return await work();
    } finally {
      this.spinner.stop();
    }
  }
}

const askOrg = (asker: Asker): Promise<string> => asker.ask({ text: messages.getMessage('ask.org'), check: (answer) => (salesforceId.safeParse(answer).success && answer.startsWith('00D') ? null : messages.getMessage('wrong.org')) });
