import { Messages, SfError, type Connection } from '@salesforce/core';
import { Flags, SfCommand, toHelpSection } from '@salesforce/sf-plugins-core';
import { followDeployment, type Deployment } from '../salesforce/follow-deployment.ts';
import { assignPermissionSets, PERMISSION_SETS, type PermissionSetName } from '../salesforce/permission-sets.ts';
import { startDeployment } from '../salesforce/start-deployment.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'deploy');

interface Org {
  id: string;
  name: string;
  sandbox: boolean;
}
interface Done {
  org: Org;
  username: string;
  dryRun: boolean;
  deployment: Deployment;
  assigned: PermissionSetName[];
  setupPage: string;
}

/** Brings the package from this checkout into an org. Exit code 2 when the org refuses something. */
export default class Deploy extends SfCommand<Done> {
  static override summary = messages.getMessage('summary');
  static override description = messages.getMessage('description');
  static override examples = messages.getMessages('examples');
  static override flags = {
    'target-org': Flags.requiredOrg(),
    'dry-run': Flags.boolean({ default: false, summary: messages.getMessage('flags.dry-run.summary') }),
    'run-tests': Flags.boolean({ default: false, summary: messages.getMessage('flags.run-tests.summary') }),
    'permission-set': Flags.option({ options: PERMISSION_SETS, multiple: true, summary: messages.getMessage('flags.permission-set.summary') })(),
    wait: Flags.integer({ char: 'w', min: 1, default: 30, summary: messages.getMessage('flags.wait.summary') }),
  };
  static override errorCodes = toHelpSection('EXIT CODES', { 0: messages.getMessage('exit.done'), 1: messages.getMessage('exit.failed'), 2: messages.getMessage('exit.refused') });

  override async run(): Promise<Done> {
    const { flags } = await this.parse(Deploy);
    const username = flags['target-org'].getUsername() ?? '';
    const connection = flags['target-org'].getConnection();
    const org = await readOrg(connection);
    this.log(messages.getMessage('org', [org.name, org.id, org.sandbox ? 'sandbox' : 'production']));
    this.spinner.start(messages.getMessage('deploying'), messages.getMessage('packing'));
    const deployment = await this.deploy(connection, { username, dryRun: flags['dry-run'], runTests: flags['run-tests'] || !org.sandbox }, flags.wait);
    if (deployment.status !== 'Succeeded') throw this.refused(deployment);
    const assigned = flags['dry-run'] ? [] : await assignPermissionSets(connection, flags['permission-set'] ?? ['Crossledger_Admin']);
    const setupPage = new URL('/lightning/n/ERP_Setup', connection.instanceUrl).href;
    this.logSuccess(messages.getMessage(flags['dry-run'] ? 'checked' : 'deployed', [deployment.components, deployment.tests]));
    if (assigned.length > 0) this.log(messages.getMessage('assigned', [username, assigned.join(', ')]));
    if (!flags['dry-run']) this.log(messages.getMessage('next', [setupPage]));
    return { org, username, dryRun: flags['dry-run'], deployment, assigned, setupPage };
  }

  private async deploy(connection: Connection, wanted: Parameters<typeof startDeployment>[0], waitMinutes: number): Promise<Deployment> {
    try {
      const id = await startDeployment(wanted);
      return await followDeployment(connection, id, waitMinutes * 60_000, (progress) => { this.spinner.status = progress; });
    } finally {
      this.spinner.stop();
    }
  }

  private refused(deployment: Deployment): SfError {
    this.table({ data: deployment.refusals.map((one) => ({ ...one, line: one.line ?? '' })), columns: ['kind', 'name', 'line', 'problem'], overflow: 'wrap' });
    return SfError.create({
      name: 'DeploymentRefused', exitCode: 2, data: deployment, message: messages.getMessage('refused', [deployment.status, deployment.refusals.length]), actions: [messages.getMessage('refused.next')],
    });
  }
}

async function readOrg(connection: Connection): Promise<Org> {
  const { Id: id, Name: name, IsSandbox: sandbox } = await connection.singleRecordQuery<{ Id: string; Name: string; IsSandbox: boolean }>('SELECT Id, Name, IsSandbox FROM Organization');
  return { id, name, sandbox };
}
