import type { Locator, Page } from 'playwright-core';

export const ACCOUNT_PANELS = ['c-finance-panel', 'c-invoice-panel', 'c-payment-panel', 'c-order-panel'] as const;
export const OPPORTUNITY_PANELS = ['c-stock-panel', 'c-order-timeline'] as const;
export const PRODUCT_PANELS = ['c-product-panel'] as const;
export type PanelName = (typeof ACCOUNT_PANELS)[number] | (typeof OPPORTUNITY_PANELS)[number] | (typeof PRODUCT_PANELS)[number];

export const LIVE = /^\s*live, \d{1,2}:\d{2}/;
export const SLOW = /^\s*as of .*\d{1,2}:\d{2}.*, the ERP is slow/;
export const DOWN = /^\s*as of .*\d{1,2}:\d{2}.*, the ERP does not answer/;

/** Waits until these panels say how fresh they are in such words. */
export async function waitFresh(page: Page, panels: readonly PanelName[], words: RegExp): Promise<void> {
  for (const panel of panels) await page.locator(panel).locator('[data-id=freshness]', { hasText: words }).waitFor();
}

/** Text of an element as one line. */
export const words = async (element: Locator): Promise<string> => (await element.innerText()).replace(/\s+/g, ' ');

export const orderLink = (page: Page): Locator => page.locator('c-order-timeline [data-id=number] a');

/** The quick action in the highlights of the deal. */
export const sendAction = (page: Page): Locator => page.locator('force-highlights-panel').getByRole('button', { name: 'Send to ERP' });

/** Wins the deal as a person does: picks the last step of the path and says which closed stage is meant. */
export async function winByPath(page: Page): Promise<void> {
  await page.getByRole('option', { name: 'Closed' }).click();
  await page.getByRole('button', { name: 'Select Closed Stage' }).click();
  await page.getByRole('dialog').getByText('Closed Won').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('option', { name: 'Closed Won' }).waitFor();
}
