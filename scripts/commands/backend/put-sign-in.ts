import { Messages } from '@salesforce/core';
import type { z } from 'zod';
import { listOrgs, putOrg, type orgView } from '../../../server/contract/admin.ts';
import type { BackendClient } from './backend-client.ts';
import { usage } from './find-backend.ts';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('crossledger', 'org.sign-in');

type OrgView = z.infer<typeof orgView>;

export interface SignIn {
  clientId: string;
  username: string;
  /** PEM; the key that is there stays when absent. */
  privateKey?: string;
  /** The one that is there stays when absent. */
  loginUrl?: string | undefined;
}

/** The org as the backend has it; undefined when it is not registered. */
export const findOrg = async (backend: BackendClient, orgId: string): Promise<OrgView | undefined> => (await backend.call(listOrgs)).rows.find((row) => row.id.startsWith(orgId));

/** Says how the backend signs in to a paired org; throws a sentence when the org is not paired or there would be no key. */
export async function putSignIn(backend: BackendClient, orgId: string, signIn: SignIn): Promise<OrgView> {
  const org = await findOrg(backend, orgId);
  if (org === undefined) throw usage(messages.getMessage('missing', [orgId]), messages.getMessage('missing.next'));
  const { id, hasPrivateKey, keys: _keys, ...settings } = org;
  if (!hasPrivateKey && signIn.privateKey === undefined) throw usage(messages.getMessage('keyless'), messages.getMessage('keyless.next'));
  return backend.call(putOrg, { params: { orgId: id }, body: { ...settings, ...signIn, loginUrl: signIn.loginUrl ?? settings.loginUrl } });
}
