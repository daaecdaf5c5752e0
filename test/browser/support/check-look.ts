import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { findViolations } from './accessibility.ts';
import { DESKTOP, measureOverflow, PHONE } from './lightning-page.ts';
import { takePicture } from './pictures.ts';

/** The pictures of the documents are taken only when somebody asks for them, so that a test run changes no file. */
const wantsPictures = Boolean(process.env['CROSSLEDGER_PICTURES']);

/** Two screens of a phone; what lies below looks the same. */
const TALLEST = 1688;

export interface Pictures {
  desktop?: string;
  phone?: string;
  /** A dialog stands over the window, so its picture ends there too. */
  isDialog?: boolean;
}

/** The page as it stands is accessible and fits, on a desktop and on a phone; takes the named pictures on the way. */
export async function checkLook(page: Page, pictures: Pictures = {}): Promise<void> {
  for (const [size, viewport] of [['phone', PHONE], ['desktop', DESKTOP]] as const) {
    await page.setViewportSize(viewport);
    expect(await findViolations(page), `axe on a ${size}`).toEqual([]);
    expect(await measureOverflow(page), `sideways scroll on a ${size}`).toBe(0);
    const name = pictures[size];
    if (wantsPictures && name !== undefined) await takeCleanPicture(page, name, pictures.isDialog !== true);
  }
}

/** The look at a phone's width makes tables lists, and so takes the button away that opened a modal. */
export const apartFromTheLook = (problems: readonly string[]): string[] => problems.filter((problem) => !problem.includes('Nothing to return focus to'));

async function takeCleanPicture(page: Page, name: string, whole: boolean): Promise<void> {
  await page.locator('.toasts .slds-notify').waitFor({ state: 'detached' });
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur(); scrollTo(0, 0)');
  await takePicture(page, name, { whole, atMost: TALLEST });
}
