import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Faults } from '../common/faults.ts';
import { makeNoJournal, openJournal } from '../common/journal.ts';
import type { CatalogueOptions } from '../data/catalogue.ts';
import { createOrg } from './engine/create-org.ts';
import type { ClientSettings } from './http/auth/clients.ts';
import { startOrgServer, type OrgServer } from './http/start-org-server.ts';
import { startPageServer, type PageServer } from './lightning/page-server.ts';
import { makeMetadataService } from './metadata/metadata-service.ts';
import { openPackageStore, type PackageStore } from './metadata/package-store.ts';
import { openOrgFiles, type OrgFiles } from './org-files.ts';
import type { Org, OrgUser } from './org.ts';
import { seedOrg } from './seed/seed-org.ts';

const project = resolve(fileURLToPath(import.meta.url), '../../..');
/** Unique name under which `Auth.JWS` finds the org's certificate. */
const certificateName = 'Crossledger';

export interface SalesforceOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Starts the Lightning page server too; 0 takes any free port. */
  readonly pagePort?: number;
  /** Folder in which rows, certificate and clients outlive the process; without it everything is in memory. */
  readonly data?: string;
  /** Where the named credential `Crossledger` leads. */
  readonly backendUrl: string;
  readonly namespace?: string;
  readonly orgId?: string;
  readonly isSandbox?: boolean;
  /** Features whose fields an org without them does not know; off when absent. */
  readonly multiCurrency?: boolean;
  readonly personAccounts?: boolean;
  /** Package directories that the org has at its birth; `force-app/main` and `force-app/test` of this project when absent, none in an empty org. */
  readonly sources?: readonly string[];
  /** Audience of the tokens that Apex signs; `crossledger` when absent. */
  readonly audience?: string;
  readonly clients?: readonly ClientSettings[];
  readonly sessionMs?: number;
  /** False leaves the org without rows of its own; an org born without the package has none until it is asked for them. */
  readonly seed?: boolean;
  readonly catalogue?: CatalogueOptions;
  readonly onProgress?: (message: string) => void;
}

export interface RunningSalesforce {
  readonly instanceUrl: string;
  readonly loginUrl: string;
  readonly apiVersion: '66.0';
  readonly pageUrl?: string;
  /** PEM of the certificate that signs the org's tokens, to be registered at the backend. */
  readonly certificatePem: string;
  readonly faults: Faults;
  readonly log: OrgServer['log'];
  /** The org as it is now: a reset replaces it. */
  readonly org: () => Org;
  readonly issueToken: (alias: OrgUser['alias']) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Starts the simulated org on its port and, when asked, the page server on another. */
export async function startSalesforce(options: SalesforceOptions): Promise<RunningSalesforce> {
  const files = openOrgFiles(options.data, certificateName);
  const store = openPackageStore(options.data, sourcesOf(options));
  const orgs = makeOrgMaker(options, files, store, () => server.instanceUrl);
  const first = await orgs.make();
  const shown: { page?: PageServer } = {};
  const preparePages = async (folders: string[]): Promise<() => void> => (await shown.page?.prepare(folders)) ?? ((): void => undefined);
  const metadata = makeMetadataService(store, () => server.org(), preparePages);
  const server: OrgServer = await startOrgServer({
    org: first,
    metadata,
    port: options.port,
    clients: [...files.clients, ...(options.clients ?? [])],
    keepClients: (all) => files.keepClients(all),
    ...(options.sessionMs !== undefined && { sessionMs: options.sessionMs }),
    seed: (org) => fillOrg(org, options),
    remake: async (old) => {
      const made = await orgs.remake(old);
      (await preparePages([...store.folders]))();
      return made;
    },
  });
  const issueToken = (alias: OrgUser['alias']): Promise<string> => Promise.resolve(server.issueToken(alias));
  const page = await startPage(options, store, server, issueToken);
  if (page) shown.page = page;
  return {
    instanceUrl: server.instanceUrl,
    loginUrl: server.instanceUrl,
    apiVersion: '66.0',
    ...(page && { pageUrl: page.url }),
    certificatePem: files.certificate.certificatePem,
    faults: server.faults,
    log: server.log,
    org: server.org,
    issueToken,
    close: async () => {
      await page?.close();
      await server.close();
      await server.org().close();
      orgs.close();
      store.close();
    },
  };
}

interface OrgMaker {
  make(): Promise<Org>;
  /** Forgets all rows and deployments and fills the org anew. */
  remake(old: Org): Promise<Org>;
  close(): void;
}

function makeOrgMaker(options: SalesforceOptions, files: OrgFiles, store: PackageStore, domainUrl: () => string): OrgMaker {
  const journal = options.data === undefined ? makeNoJournal<unknown>() : openJournal<unknown>(options.data, 'org');
  let found = journal.found;
  const make = (): Promise<Org> =>
    createOrg({
      sources: [...store.folders],
      namespace: options.namespace ?? '',
      ...(options.orgId !== undefined && { orgId: options.orgId }),
      isSandbox: options.isSandbox ?? false,
      multiCurrency: options.multiCurrency ?? false,
      personAccounts: options.personAccounts ?? false,
      journal: { entries: () => found, append: (entry: unknown) => journal.append([entry]) },
      domainUrl,
      callouts: { Crossledger: { url: options.backendUrl } },
      certificate: { name: certificateName, ...files.certificate },
      seed: async (org) => {
        if (options.seed !== false && sourcesOf(options).length > 0) await fillOrg(org, options);
      },
    });
  return {
    make,
    remake: async (old) => {
      await old.close();
      found = [];
      journal.rewrite([]);
      store.clear();
      return make();
    },
    close: () => journal.close(),
  };
}

const fillOrg = (org: Org, { audience, catalogue }: SalesforceOptions): Promise<void> => seedOrg(org, { audience: audience ?? 'crossledger', catalogue: catalogue ?? {} });

function sourcesOf({ sources }: SalesforceOptions): string[] {
  return (sources ?? ['force-app/main', 'force-app/test']).map((source) => resolve(project, source));
}

async function startPage(options: SalesforceOptions, store: PackageStore, server: OrgServer, issueToken: RunningSalesforce['issueToken']): Promise<PageServer | undefined> {
  if (options.pagePort === undefined) return undefined;
  return startPageServer({
    org: { instanceUrl: server.instanceUrl, issueToken: (alias) => issueToken(alias as OrgUser['alias']) },
    port: options.pagePort,
    sources: [...store.folders],
    namespace: options.namespace ?? '',
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
}
