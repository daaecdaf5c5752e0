import * as z from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { salesforceId } from './names.ts';

/** A component of the package: its name, and the label under which the App Builder lists it. */
export const pagePanel = z.object({ name: z.string(), label: z.string() });
export type PagePanel = z.infer<typeof pagePanel>;

/** One record page of the org, whether it is assigned to anybody or not. */
export const recordPageRow = z.object({
  id: z.string(),
  object: z.enum(['Account', 'Opportunity', 'Product2']),
  label: z.string(),
  developerName: z.string(),
  /** A sample page that came with the package. */
  isOurs: z.boolean(),
  has: z.array(pagePanel),
  lacks: z.array(pagePanel),
});
export type RecordPageRow = z.infer<typeof recordPageRow>;

/** `more`: the org has more pages than were looked at. */
export const orgPages = z.object({ rows: z.array(recordPageRow), more: z.boolean() });
export type OrgPages = z.infer<typeof orgPages>;

export const readPages = defineEndpoint({
  id: 'readPages', method: 'GET', path: '/v1/orgs/:orgId/pages', summary: 'Record pages of Account, Opportunity and Product in the org, with the panels that each has and lacks; asks Salesforce now and changes nothing',
  access: { kind: 'operator', role: 'viewer', orgPermission: 'Crossledger_Administer' }, params: z.strictObject({ orgId: salesforceId }), reply: orgPages,
});
