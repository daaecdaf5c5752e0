import { parseArgs } from 'node:util';
import { announce } from '../common/run-process.ts';
import { startSalesforce } from './start-salesforce.ts';

export { startSalesforce, type RunningSalesforce, type SalesforceOptions } from './start-salesforce.ts';

if (import.meta.main) await run();

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4282' },
      'page-port': { type: 'string' },
      data: { type: 'string' },
      'backend-url': { type: 'string', default: 'http://127.0.0.1:4281' },
      namespace: { type: 'string', default: '' },
      'org-id': { type: 'string' },
      sources: { type: 'string' },
      audience: { type: 'string' },
      seed: { type: 'string' },
      'base-date': { type: 'string' },
      sandbox: { type: 'boolean', default: false },
      'multi-currency': { type: 'boolean', default: false },
      'person-accounts': { type: 'boolean', default: false },
      'no-package': { type: 'boolean', default: false },
    },
  });
  const salesforce = await startSalesforce({
    port: Number(values.port),
    backendUrl: values['backend-url'],
    namespace: values.namespace,
    isSandbox: values.sandbox,
    multiCurrency: values['multi-currency'],
    personAccounts: values['person-accounts'],
    ...(values['page-port'] !== undefined && { pagePort: Number(values['page-port']) }),
    ...(values.data !== undefined && { data: values.data }),
    ...(values['org-id'] !== undefined && { orgId: values['org-id'] }),
    ...(values['no-package'] ? { sources: [] } : values.sources !== undefined && { sources: values.sources.split(',') }),
    ...(values.audience !== undefined && { audience: values.audience }),
    catalogue: { ...(values.seed !== undefined && { seed: Number(values.seed) }), ...(values['base-date'] !== undefined && { baseDate: values['base-date'] }) },
    onProgress: (message) => process.stderr.write(`${message}\n`),
  });
  const { instanceUrl, loginUrl, apiVersion, pageUrl, org } = salesforce;
  announce({ instanceUrl, loginUrl, apiVersion, ...(pageUrl !== undefined && { pageUrl }), orgId: org().id, users: org().users.map(({ alias, username }) => ({ alias, username })) }, salesforce.close);
}
