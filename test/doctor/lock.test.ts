import { describe, expect, it } from 'vitest';
import { lock } from '../../server/doctor/lock-check.ts';
import type { SignedIn } from '../../server/doctor/sign-in.ts';
import { CrossledgerError } from '../../server/kernel/errors.ts';
import type { Connection } from '../../server/registry/connection.ts';
import { notInBothLanguages } from '../support/both-languages.ts';

const [ORG, COPY] = ['00D5e000001SbxMEAS', '00D5e000001SbxNEAS'];
const [PRODUCTION, TEST] = ['https://contoso.operations.dynamics.com', 'https://contoso.sandbox.operations.dynamics.com'];

interface Planted {
  registered: 'sandbox' | 'production';
  erp: string;
  mode?: Connection['mode'];
  answers?: Partial<Pick<SignedIn, 'id' | 'isSandbox'>>;
  refused?: CrossledgerError;
}

async function judge({ registered, erp, mode = 'send', answers = {}, refused }: Planted) {
  const sandbox = registered === 'sandbox';
  const settings = { erp: 'fno', label: 'F&O', baseUrl: erp, tokenUrl: erp, scope: 's', clientId: 'c', defaultCompany: 'usmf', companies: {}, concurrency: 1, ratePerSecond: 1 } as Connection['settings'];
  const signIn = () => (refused === undefined ? Promise.resolve({ id: ORG, isSandbox: sandbox, ...answers }) : Promise.reject(refused));
  const verdict = await lock({ id: ORG, sandbox }, { name: 'main', settings, mode }, signIn);
  expect(notInBothLanguages([{ ...verdict, next: verdict.fix ?? null }])).toEqual([]);
  return verdict;
}

describe('the lock is sound', () => {
  it.each([
    ['production', PRODUCTION, 'The org is a production org, and the connection leads to a production ERP (contoso.operations.dynamics.com).'],
    ['sandbox', TEST, 'The org is a sandbox, and the connection leads to a test environment of the ERP (contoso.sandbox.operations.dynamics.com).'],
    ['sandbox', 'http://127.0.0.1:4283', 'The org is a sandbox, and the connection leads to a test environment of the ERP (127.0.0.1:4283).'],
    ['production', 'http://127.0.0.1:4283', 'The org is a production org, and the connection leads to a test environment of the ERP (127.0.0.1:4283).'],
  ] as const)('for a %s with the ERP at %s, and says which side is what', async (registered, erp, says) => {
    expect(await judge({ registered, erp })).toMatchObject({ status: 'ok', says });
  });

  it('for a production org that only observes a test environment', async () => {
    expect((await judge({ registered: 'production', erp: TEST, mode: 'observe' })).status).toBe('ok');
  });
});

describe('the lock is broken', () => {
  it('when a sandbox has a connection to a production ERP, whoever answers in Salesforce', async () => {
    const refused = new CrossledgerError('salesforce.sign-in', { problem: 'no private key is registered for this org' });
    for (const more of [{}, { refused }]) {
      expect(await judge({ registered: 'sandbox', erp: PRODUCTION, ...more })).toMatchObject({
        status: 'failed', code: 'connection.locked', fixer: 'admin',
        says: expect.stringContaining('The org is a sandbox, and the connection leads to a production ERP (contoso.operations.dynamics.com)'), fix: expect.stringContaining('connection add main --replace --base-url'),
      });
    }
  });

  it.each([
    ['whose sign-in is refused, as Salesforce names it', { refused: new CrossledgerError('salesforce.sign-in', { problem: 'the org that answers is another', answered: COPY }) }],
    ['that lets the integration user in', { answers: { id: COPY, isSandbox: true } }],
  ])('when a refreshed sandbox answers %s', async (_, found) => {
    for (const registered of ['sandbox', 'production'] as const) {
      expect(await judge({ registered, erp: registered === 'sandbox' ? TEST : PRODUCTION, ...found })).toMatchObject({
        status: 'failed', code: 'connection.other-org', fixer: 'admin', says: expect.stringMatching(new RegExp(`made for the org ${ORG}, and ${COPY} answers`)), fix: expect.stringContaining(`Register ${COPY}`),
      });
    }
  });

  it('when a sandbox is registered as a production org and has a production ERP, which nothing refuses', async () => {
    expect(await judge({ registered: 'production', erp: PRODUCTION, answers: { isSandbox: true } })).toMatchObject({ status: 'failed', code: 'connection.not-locked', fix: expect.stringContaining('connection stop main') });
  });

  it('when a production org sends its won deals to a test environment: a warning, since nothing false becomes real', async () => {
    expect(await judge({ registered: 'production', erp: TEST })).toMatchObject({ status: 'warning', code: 'connection.test-erp', says: expect.stringContaining('no real orders') });
  });
});

it('is left open when nobody answers in Salesforce, and the registration has nothing against it', async () => {
  const refused = new CrossledgerError('salesforce.unavailable', { problem: 'ECONNREFUSED' });
  expect(await judge({ registered: 'production', erp: PRODUCTION, refused })).toMatchObject({ status: 'skipped', says: expect.stringContaining('was not tested, because the sign-in to Salesforce failed') });
});
