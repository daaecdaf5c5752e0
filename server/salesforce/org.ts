import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { createDescribes } from './describe.ts';
import { dealQuery, personFieldsOf, toDeal, type OrgFeatures } from './deal.ts';
import { isMissing, isTransientRefusal } from './errors.ts';
import { checked, openLists } from './org-lists.ts';
import { openMerged } from './merged-accounts.ts';
import { packageNames } from './names.ts';
import type { Deal, DealNotice, OrgPort, Refusal } from './org-port.ts';
import { openSession } from './org-session.ts';
import { chooseFields, plainValues, SCOPES } from './sources.ts';
import type { OrgAccess } from './sign-in.ts';

const MESSAGE_LENGTH = 2000;

const saveResults = z.array(z.object({ success: z.boolean(), errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).default([]) }));

/** The org port over jsforce. Ids are checked before they enter a query; nothing else of the caller does. */
export function openOrg(access: OrgAccess, clock: Clock): OrgPort {
  const session = openSession(access, clock);
  const names = packageNames(access.namespace);
  const describes = createDescribes(session, clock);
  const namesOf = async (object: string): Promise<ReadonlySet<string>> => new Set((await describes(object)).map((field) => field.name));
  const features = async (): Promise<OrgFeatures> => {
    const [deal, account] = [await namesOf('Opportunity'), await namesOf('Account')];
    return { multiCurrency: deal.has('CurrencyIsoCode'), recordTypes: deal.has('RecordTypeId'), stageChangeDate: deal.has('LastStageChangeDate'), person: personFieldsOf(account) };
  };
  const save = async (records: object[]): Promise<Refusal[]> => {
    const rows = saveResults.parse(await session.patch('/composite/sobjects', { allOrNone: false, records }));
    return rows.map((row) => (row.success ? null : toRefusal(row.errors[0])));
  };

  const readContact = async (id: string, fields: readonly string[]): Promise<Record<string, unknown>> => {
    const [row] = await session.query(`SELECT ${fields.join(', ')} FROM Contact WHERE Id = '${id}'`);
    return plainValues(row, names);
  };

  const lists = { session, names, features, orgId: access.orgId, currency: access.currency };
  return {
    describe: async (scope) => (await describes(SCOPES[scope].object)).map((field) => ({ ...field, name: names.plain(field.name) })),

    async readDeal(id, sources) {
      try {
        const chosen = await chooseFields(sources, names, describes);
        const [row] = await session.query<Record<string, unknown>>(dealQuery(checked(id), names, await features(), chosen));
        if (row === undefined) return null;
        const deal: Deal = { ...toDeal(row, names, access.currency), lacking: chosen.lacking };
        const contactId = z.string().nullish().parse(row['ContactId']);
        return contactId === null || contactId === undefined || chosen.contact.length === 0 ? deal : { ...deal, record: { ...deal.record, Contact: await readContact(checked(contactId), chosen.contact) } };
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    ...openLists(lists),
    ...openMerged(lists),

    tellDeals: (notices: readonly DealNotice[]) =>
      save(notices.map((notice) => ({
        attributes: { type: 'Opportunity' },
        id: checked(notice.opportunityId),
        [names.orderStatus]: notice.status,
        [names.message]: notice.message?.slice(0, MESSAGE_LENGTH) ?? null,
        ...(notice.orderNumber === null ? {} : { [names.orderNumber]: notice.orderNumber, [names.orderLink]: notice.link }),
      }))),

    async tellAccount(accountId, place) {
      const [refusal] = await save([{ attributes: { type: 'Account' }, id: checked(accountId), [names.customerNumber]: place.customerNumber, [names.company]: place.company, [names.connection]: place.connection }]);
      return refusal ?? null;
    },
  };
}

function toRefusal(error: { statusCode: string; message: string } | undefined): NonNullable<Refusal> {
  const refusal = { code: error?.statusCode ?? 'UNKNOWN_EXCEPTION', message: error?.message ?? 'no reason given' };
  return { ...refusal, isTransient: isTransientRefusal(refusal) };
}
