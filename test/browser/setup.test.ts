import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPairingCode } from '../../server/contract/pairing.ts';
import { connectOrg } from '../support/deals.ts';
import { checkLook } from './support/check-look.ts';
import { startHouse, type House } from './support/house.ts';

let house: House;
beforeAll(async () => { house = await startHouse(); }, 120_000);
afterAll(() => house.stop());

const step = (page: Page, id: string) => page.locator(`c-setup-step[data-id=${id}]`);
const press = (page: Page, id: string) => page.locator(`[data-id=${id}]`).getByRole('button').click();

/** The deal that was changed last is the first to try. */
const touch = (deal: string | undefined) => connectOrg(house.stack).sobject('Opportunity').update({ Id: deal, NextStep: 'Try the order' } as never);

it('leads an admin from the certificate to an order that would go, and is ready only then', async () => {
  const org = await house.stack.org.read();
  await touch((await house.dealsOf('C-00025'))[0]);
  const { page, problems, close } = await house.openTab('ERP_Setup', 'admin');
  await page.getByText(`makes a code for org ${org.id} (production)`).waitFor();
  await press(page, 'certificate-test');
  await step(page, 'certificate').getByText('This org can sign with it.').waitFor();

  const { code } = await house.stack.operator(createPairingCode, { params: { orgId: org.id }, body: { sandbox: false } });
  await page.getByLabel('Pairing code').fill(code);
  await page.getByLabel('Text of the .crt file').fill(org.certificate.pem);
  await press(page, 'pair');
  await step(page, 'pairing').getByText(`Paired as ${org.name}.`).waitFor();
  await press(page, 'round-trip-test');
  await step(page, 'round-trip').getByText(`The backend knows this org as ${org.name}.`).waitFor();
  await press(page, 'read-test');
  await step(page, 'read').getByText('Dynamics 365 Finance and Supply Chain: signed in, 2 companies.').waitFor();
  await page.locator('[data-id=ready]', { hasText: 'Not ready yet' }).waitFor();

  await press(page, 'dry-run-test');
  await step(page, 'dry-run').getByText(/The order would go: \$[\d,.]+, \d+ requests\./).waitFor();
  await page.locator('[data-id=ready]', { hasText: 'Everything is ready' }).waitFor();
  await checkLook(page, { desktop: 'setup', phone: 'setup-phone' });
  expect(problems).toEqual([]);
  await close();
}, 120_000);

it('a code that was used already is refused in a sentence, on the step where it was entered', async () => {
  const org = await house.stack.org.read();
  const { page, close } = await house.openTab('ERP_Setup', 'admin');
  await page.getByLabel('Pairing code').fill('a-code-that-nobody-ever-made');
  await page.getByLabel('Text of the .crt file').fill(org.certificate.pem);
  await press(page, 'pair');
  await step(page, 'pairing').getByText('The pairing code is not known, was used already, or is older than an hour.').waitFor();
  await checkLook(page);
  await close();
}, 60_000);

it('is for admins only, and says so', async () => {
  const { page, problems, close } = await house.openTab('ERP_Setup', 'rep');
  await page.getByText('Setting up needs the permission set Crossledger Admin.').waitFor();
  expect(problems).toEqual([]);
  await close();
});
