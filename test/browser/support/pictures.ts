import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/pictures');

/** Takes a picture for the documents once fonts are loaded and nothing moves; `whole` takes more than the window. */
export async function takePicture(page: Page, name: string, { folder = FOLDER, whole = false } = {}): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await page.evaluate('document.fonts.ready.then(() => true)');
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: whole, animations: 'disabled' });
  return path;
}
