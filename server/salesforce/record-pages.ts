import * as z from 'zod';
import { CrossledgerError } from '../kernel/errors.ts';
import type { OrgRecordPages, PageObject, RecordPage } from './org-port.ts';
import { noAnswer, withDeadline, type OrgSession } from './org-session.ts';

/** Pages that are looked at; one more is asked for to know that there are more. */
export const MOST_PAGES = 50;
const AT_A_TIME = 4;
const ALL_MS = 15_000;
const OBJECTS = ['Account', 'Opportunity', 'Product2'] as const satisfies readonly PageObject[];
/** What the Tooling API answers to a user without View Setup and Configuration, for whom the object is not there. */
const NO_RIGHTS = new Set(['INVALID_TYPE', 'INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY']);

const answerOf = <T extends z.ZodType>(row: T) => z.object({ records: z.array(row) });
const found = answerOf(z.object({ Id: z.string().regex(/^[a-zA-Z0-9]{15,18}$/), DeveloperName: z.string(), MasterLabel: z.string(), EntityDefinitionId: z.enum(OBJECTS), NamespacePrefix: z.string().nullish() }));
type Found = z.output<typeof found>['records'][number];

const region = z.object({ itemInstances: z.array(z.object({ componentInstance: z.object({ componentName: z.string() }).nullish() })).nullish() });
const metadata = answerOf(z.object({ Metadata: z.object({ flexiPageRegions: z.array(region).nullish() }).nullish() }));

/** Record pages of the objects that have panels, with the package's own components on them. Throws `salesforce.setup-unseen` without the right to read them. Nothing is asked any more once the time is over. */
export async function readRecordPages(session: OrgSession, namespace: string, allMs = ALL_MS): Promise<OrgRecordPages> {
  const endsAt = performance.now() + allMs;
  const ask: Ask = (soql) => {
    const leftMs = Math.ceil(endsAt - performance.now());
    if (leftMs <= 0) throw noAnswer(allMs);
    return session.get(`/tooling/query?q=${encodeURIComponent(soql)}`, leftMs);
  };
  try {
    return await withDeadline(readAll(ask, namespace), allMs);
  } catch (error) {
    if (error instanceof CrossledgerError && NO_RIGHTS.has(String(error.details['salesforceCode'] ?? ''))) throw new CrossledgerError('salesforce.setup-unseen', {}, { cause: error });
    throw error;
  }
}

type Ask = (soql: string) => Promise<unknown>;

async function readAll(ask: Ask, namespace: string): Promise<OrgRecordPages> {
  const objects = OBJECTS.map((name) => `'${name}'`).join(', ');
  const soql = `SELECT Id, DeveloperName, MasterLabel, EntityDefinitionId, NamespacePrefix FROM FlexiPage WHERE Type = 'RecordPage' AND EntityDefinitionId IN (${objects}) ORDER BY EntityDefinitionId, MasterLabel LIMIT ${MOST_PAGES + 1}`;
  const { records } = found.parse(await ask(soql));
  const pages: RecordPage[] = [];
  for (let at = 0; at < Math.min(records.length, MOST_PAGES); at += AT_A_TIME) {
    pages.push(...(await Promise.all(records.slice(at, Math.min(at + AT_A_TIME, MOST_PAGES)).map((row) => readPage(ask, row, namespace)))));
  }
  return { pages, more: records.length > MOST_PAGES };
}

/** Metadata comes for one row at a time only. A page that was deleted meanwhile has nothing on it. */
async function readPage(ask: Ask, row: Found, namespace: string): Promise<RecordPage> {
  const { records } = metadata.parse(await ask(`SELECT Metadata FROM FlexiPage WHERE Id = '${row.Id}'`));
  const items = records.flatMap((one) => one.Metadata?.flexiPageRegions ?? []).flatMap((one) => one.itemInstances ?? []);
  const isOurs = (row.NamespacePrefix ?? '') === namespace;
  const components = items.flatMap((item) => plainName(item.componentInstance?.componentName ?? '', namespace, isOurs) ?? []);
  return { id: row.Id, developerName: row.DeveloperName, label: row.MasterLabel, object: row.EntityDefinitionId, inPackageNamespace: isOurs, components: [...new Set(components)] };
}

/**
 * A component of the package without its prefix: `crossledger:stockPanel`, `c:stockPanel`, `stockPanel`. Where the package has a namespace,
 * a bare name is its own only on its own pages: on those of the org it is a component of the org.
 */
export function plainName(component: string, namespace: string, onOwnPage: boolean): string | null {
  const { prefix = '', name = '' } = /^(?:(?<prefix>\w+?)(?::|__))?(?<name>\w+)$/.exec(component)?.groups ?? {};
  if (name === '') return null;
  if (prefix !== '' && prefix !== 'c') return prefix === namespace ? name : null;
  return namespace === '' || onOwnPage ? name : null;
}
