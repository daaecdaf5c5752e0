import type { Browser, Page } from 'playwright-core';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface OpenPageOptions {
  url: string;
  path: string;
  user: 'rep' | 'rep-de' | 'plain' | 'admin';
  viewport?: { width: number; height: number };
}

export interface OpenedPage {
  page: Page;
  /** Errors and warnings of the console, uncaught errors, and answers from 400 on, as they come. */
  problems: string[];
  close: () => Promise<void>;
}

/** Opens a Lightning address as a user in a browser profile of its own, and waits until its components are mounted. */
export async function openPage(browser: Browser, { url, path, user, viewport = DESKTOP }: OpenPageOptions): Promise<OpenedPage> {
  const context = await browser.newContext({ viewport, locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = watchProblems(page);
  await page.goto(`${url}${path}${path.includes('?') ? '&' : '?'}user=${user}`);
  await waitUntilReady(page);
  return { page, problems, close: () => context.close() };
}

export async function waitUntilReady(page: Page): Promise<void> {
  await page.locator('html[data-ready=true]').waitFor({ state: 'attached' });
}

function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    // Base components refer across shadow roots; the engine warns about each once.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('sfdc.co/synthetic-aria')) problems.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`pageerror: ${error.stack ?? error.message}`));
  page.on('response', (answer) => {
    if (answer.status() >= 400) problems.push(`${answer.status()} ${answer.url()}`);
  });
  return problems;
}

export interface PageLogEntry {
  at: number;
  apex?: string;
  params?: unknown;
  toast?: { title: string; message?: string; variant?: string };
  navigate?: unknown;
}

/** What components did so far: Apex calls, toasts, navigation, published messages. */
export async function readPageLog(page: Page): Promise<PageLogEntry[]> {
  return page.evaluate(() => (globalThis as unknown as { lightningPage: { log: PageLogEntry[] } }).lightningPage.log);
}

/** How many pixels the page is wider than its window. */
export async function measureOverflow(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
