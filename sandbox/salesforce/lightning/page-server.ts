import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type Request, type Response } from 'express';
import { buildApp, buildVendor } from './bundler/build.ts';
import { createOrgClient, type OrgAccess, type OrgClient } from './org-client.ts';
import { API, createOrgProxy } from './org-proxy.ts';
import { createAssets } from './page-assets.ts';
import { isPageUser, PAGE_USERS, readPageUser, readUserCookie, writeUserCookie, type PageUserAlias } from './page-users.ts';

const SHELL = join(dirname(fileURLToPath(import.meta.url)), 'shell');
const PROJECT = resolve(SHELL, '../../../..');

export interface PageServerOptions {
  org: OrgAccess;
  port: number;
  /** Package directories, absolute or from the project's root. */
  sources: string[];
  /** Package namespace, or empty. */
  namespace: string;
  cacheFolder?: string;
  /** Told once in words before a build that takes seconds. */
  onProgress?: (message: string) => void;
}

export interface PageServer {
  url: string;
  /** Builds the pages from other package directories; what it answers shows them from then on. */
  prepare: (sources: string[]) => Promise<() => void>;
  close: () => Promise<void>;
}

/** Serves Lightning record, list and home pages whose components are the package's own; resolves when the first page can be shown. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  options.onProgress?.('building the Lightning page');
  const vendor = await buildVendor(options.cacheFolder);
  const build = (sources: string[]): ReturnType<typeof buildApp> => buildApp({ sources: sources.map((source) => resolve(PROJECT, source)), namespace: options.namespace, vendor });
  let bundle = await build(options.sources);
  const client = createOrgClient(options.org);
  const app = express().disable('x-powered-by').disable('etag');
  app.use(createAssets(vendor, () => bundle, SHELL));
  app.use(switchUser);
  app.use(createOrgProxy(client));
  addPages(app, client, options, JSON.stringify(vendor.importMap));
  const server = app.listen(options.port, '127.0.0.1');
  await new Promise<void>((done, fail) => server.once('listening', done).once('error', fail));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async prepare(sources) {
      const next = await build(sources);
      return () => {
        bundle = next;
      };
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

/** `?user=` on any page signs that user in and leaves the address clean. */
function switchUser(request: Request, response: Response, next: () => void): void {
  const wanted = request.query['user'];
  if (request.method !== 'GET' || wanted === undefined || request.path.startsWith('/ui-api')) return next();
  if (!isPageUser(wanted)) return void response.status(400).type('text').send(`No such user; one of ${PAGE_USERS.join(', ')}`);
  const clean = new URL(request.originalUrl, 'http://page');
  clean.searchParams.delete('user');
  response.set('set-cookie', writeUserCookie(wanted)).redirect(clean.pathname + clean.search);
}

function addPages(app: Express, client: OrgClient, options: PageServerOptions, importMap: string): void {
  const template = readFileSync(join(SHELL, 'index.html'), 'utf8');
  app.get('/', (_request, response) => response.redirect('/lightning/page/home'));
  app.get('/lightning/r/:recordId/view', async (request, response) => {
    const recordId = String(request.params['recordId']);
    const object = await findObject(client, readUserCookie(request.headers.cookie), recordId);
    if (!object) return void response.status(404).type('text').send('No object has records with this id');
    response.redirect(`/lightning/r/${object}/${recordId}/view`);
  });
  app.get('/lightning/*path', async (request, response) => {
    const alias = readUserCookie(request.headers.cookie);
    const user = await readPageUser(client, alias);
    const bootstrap = JSON.stringify({ user, users: PAGE_USERS, namespace: options.namespace }).replaceAll('<', '\\u003c');
    const html = template.replace('/*LANG*/', user.language.replaceAll('_', '-')).replace('/*IMPORTMAP*/', () => importMap).replace('/*BOOTSTRAP*/', () => bootstrap);
    response.set('cache-control', 'no-store').type('html').send(html);
  });
}

/** An id's first three characters name its object. */
async function findObject(client: OrgClient, alias: PageUserAlias, recordId: string): Promise<string | null> {
  const answer = await client.send(alias, 'GET', `${API}/sobjects`);
  if (!answer.ok) return null;
  const { sobjects } = (await answer.json()) as { sobjects: { name: string; keyPrefix: string | null }[] };
  return sobjects.find((object) => object.keyPrefix === recordId.slice(0, 3))?.name ?? null;
}
