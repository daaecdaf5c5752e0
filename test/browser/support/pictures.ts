import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/pictures');

/** Takes a picture for the documents once fonts are loaded and nothing moves; `whole` takes the page to its end, or to `atMost` pixels. */
export async function takePicture(page: Page, name: string, { folder = FOLDER, whole = false, atMost = Infinity } = {}): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await page.evaluate('document.fonts.ready.then(() => true)');
  const path = join(folder, `${name}.png`);
  const [width, height] = await page.evaluate<[number, number]>('[document.documentElement.clientWidth, document.documentElement.scrollHeight]');
  await page.screenshot({ path, fullPage: whole, animations: 'disabled', ...(whole && { clip: { x: 0, y: 0, width, height: Math.min(height, atMost) } }) });
  return path;
}
