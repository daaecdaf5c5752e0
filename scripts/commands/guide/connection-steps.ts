import { SfError } from '@salesforce/core';
import { listConnections, probeConnection, putConnection } from '../../../server/contract/admin.ts';
import { connectionName } from '../../../server/contract/names.ts';
import { settingsOf, type ConnectionView } from '../backend/connection-settings.ts';
import { readSecret } from '../backend/read-input.ts';
import type { Guide, Step } from './guide.ts';
import { messages } from './messages.ts';
import { readable } from './org-steps.ts';

const BUSINESS_CENTRAL = 'https://api.businesscentral.dynamics.com';

async function connectionsOf({ backend, orgId }: Pick<Guide, 'backend' | 'orgId'>): Promise<ConnectionView[]> {
  return (await backend.call(listConnections, { params: { orgId } })).rows;
}

export const connection: Step = {
  id: 'connection',
  command: 'connection add',
  async look(guide) {
    const all = await connectionsOf(guide);
    return all.length === 0 ? null : messages.getMessage('connection.done', [all.map((one) => `${one.name} (${one.mode})`).join(', ')]);
  },
  async work({ backend, orgId, asker, say }) {
    say(messages.getMessage('connection.what'));
    const erp = (await asker.ask({ text: messages.getMessage('ask.erp'), proposal: 'fno', check: knownErp })) as ConnectionView['erp'];
    const name = await asker.ask({ text: messages.getMessage('ask.name'), proposal: erp === 'fno' ? 'fno' : 'bc', check: (answer) => (connectionName.safeParse(answer).success ? null : messages.getMessage('wrong.name')) });
    const baseUrl = await asker.ask({ text: messages.getMessage(erp === 'fno' ? 'ask.address-fno' : 'ask.address-bc'), check: address });
    const tokenUrl = tokenAddress(await asker.ask({ text: messages.getMessage('ask.tenant') }));
    const scope = await asker.ask({ text: messages.getMessage('ask.scope'), proposal: `${erp === 'fno' ? new URL(baseUrl).origin : BUSINESS_CENTRAL}/.default` });
    const clientId = await asker.ask({ text: messages.getMessage('ask.client') });
    const secretFile = await asker.ask({ text: messages.getMessage('ask.secret-file'), check: readable });
    const defaultCompany = await asker.ask({ text: messages.getMessage('ask.company') });
    const environment = (await asker.ask({ text: messages.getMessage('ask.environment'), proposal: 'test', check: (answer) => (['production', 'test'].includes(answer) ? null : messages.getMessage('wrong.environment')) })) as 'production' | 'test';
    await backend.call(putConnection, { params: { orgId, connection: name }, body: { erp, label: name, baseUrl, tokenUrl, scope, clientId, clientSecret: readSecret(secretFile), defaultCompany, environment } });
  },
};

/** Signs in to every ERP; a company that is not there is asked for again. */
export const company: Step = {
  id: 'company',
  command: 'connection test',
  async look(guide) {
    const wrong = await firstWithoutCompany(guide);
    return wrong === null ? messages.getMessage('company.done') : null;
  },
  async work(guide) {
    const wrong = await firstWithoutCompany(guide);
    if (wrong === null) return;
    const { view, companies } = wrong;
    guide.say(messages.getMessage('company.what', [view.name, view.defaultCompany, companies.map((one) => `${one.id} (${one.name})`).join(', ')]));
    const chosen = await guide.asker.ask({ text: messages.getMessage('ask.company'), check: (answer) => (companies.some((one) => one.id === answer) ? null : messages.getMessage('wrong.company')) });
    await guide.backend.call(putConnection, { params: { orgId: guide.orgId, connection: view.name }, body: { ...settingsOf(view), defaultCompany: chosen } });
  },
};

async function firstWithoutCompany(guide: Pick<Guide, 'backend' | 'orgId'>): Promise<{ view: ConnectionView; companies: { id: string; name: string }[] } | null> {
  for (const view of await connectionsOf(guide)) {
    const { companies } = await guide.backend.call(probeConnection, { params: { orgId: guide.orgId, connection: view.name } });
    if (companies.length === 0) throw new SfError(messages.getMessage('companyless', [view.name]), 'NoCompany', [messages.getMessage('companyless.next')]);
    if (!companies.some((one) => one.id.toLowerCase() === view.defaultCompany.toLowerCase())) return { view, companies };
  }
  return null;
}

const knownErp = (answer: string): string | null => (['fno', 'business-central'].includes(answer) ? null : messages.getMessage('wrong.erp'));
const address = (answer: string): string | null => (URL.canParse(answer) && /^https?:$/.test(new URL(answer).protocol) ? null : messages.getMessage('wrong.address'));
/** A tenant id or domain stands for the sign-in of Microsoft Entra. */
const tokenAddress = (answer: string): string => (/^https?:\/\//.test(answer) ? answer : `https://login.microsoftonline.com/${encodeURIComponent(answer)}/oauth2/v2.0/token`);
