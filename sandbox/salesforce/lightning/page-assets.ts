import { basename, dirname, join } from 'node:path';
import express, { Router } from 'express';
import type { VendorBundle } from './bundler/build.ts';
import { packageFolder } from './bundler/packages.ts';

const STYLES: Record<string, () => string> = {
  cosmos: () => join(packageFolder('@salesforce-ux/design-system-2'), 'dist/css/bundled/slds2.cosmos.css'),
  'lightning-blue': () => join(packageFolder('@salesforce-ux/design-system-2'), 'dist/css/bundled/slds2.lightning-blue.css'),
};

/** Bundles, styles and icons: everything of the page that is the same for everybody. */
export function createAssets(vendor: VendorBundle, app: () => Map<string, string | Uint8Array>, shell: string): Router {
  const router = Router();
  const key = basename(vendor.folder).replace('vendor-', '');
  const icons = join(packageFolder('@salesforce-ux/design-system'), 'assets');
  router.use(`/vendor/${key}`, express.static(vendor.folder, { immutable: true, maxAge: '1y' }));
  router.use(['/assets', '/public'], express.static(icons, { maxAge: '1h' }));
  router.get('/slds.css', (request, response) => {
    const file = (STYLES[request.query['theme'] === 'lightning-blue' ? 'lightning-blue' : 'cosmos'])?.() ?? '';
    response.sendFile(basename(file), { root: dirname(file), maxAge: '1h' });
  });
  router.get('/shell.css', (_request, response) => response.sendFile('shell.css', { root: shell }));
  router.get('/app/:file', (request, response) => {
    const file = String(request.params['file']);
    const content = app().get(file);
    if (content === undefined) return void response.status(404).end();
    response.type('text/javascript').set('cache-control', 'no-cache').send(Buffer.from(content));
  });
  return router;
}
