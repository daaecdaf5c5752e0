import * as z from 'zod';
import { orgSettings } from './admin.ts';
import { defineEndpoint } from './endpoint.ts';
import { salesforceId } from './names.ts';

/** What the operator knows of the org that is to be paired: nobody else gets in with the code. */
export const createPairingCode = defineEndpoint({
  id: 'createPairingCode', method: 'POST', path: '/v1/orgs/:orgId/pairing-codes', summary: 'Makes a code with which an admin of this org pairs it from its Setup page, once and within an hour; the org need not be known yet',
  access: { kind: 'operator', role: 'admin' }, params: z.strictObject({ orgId: salesforceId }),
  body: z.strictObject({ sandbox: z.boolean().describe('whether the org is a sandbox; an org that says otherwise is refused') }),
  reply: z.object({ code: z.string().describe('shown this once'), expiresAt: z.string(), audience: z.string().describe('goes into the settings of the org') }), status: 201,
});

export const pairOrg = defineEndpoint({
  id: 'pairOrg', method: 'POST', path: '/v1/pairing', summary: 'Registers the calling org and the certificate that it signs this very request with, or adds the certificate to an org that is known',
  access: { kind: 'pairing', permission: 'Crossledger_Administer' },
  body: orgSettings.pick({ name: true, instanceUrl: true, namespace: true }).extend({
    code: z.string().min(20).max(80),
    kid: z.string().min(1).max(80).describe('unique name of the certificate in the org'),
    certificate: z.string().min(100).max(10_000).describe('text of the .crt file'),
    currency: orgSettings.shape.currency.unwrap().describe('currency of amounts in an org without multi-currency'),
  }),
  reply: z.object({
    orgId: z.string(), orgName: z.string(), sandbox: z.boolean(), fingerprint: z.string().describe('SHA-256 of the public key, hex'),
    isNew: z.boolean().describe('false when the org was known before'),
    canSignIn: z.boolean().describe('whether the backend has what it needs to sign in to the org'),
  }), status: 201,
});
