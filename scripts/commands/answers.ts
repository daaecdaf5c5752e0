import * as z from 'zod';
import * as admin from '../../server/contract/admin.ts';
import { releasePush, refusePush } from '../../server/contract/approval.ts';
import * as audit from '../../server/contract/audit.ts';
import { orderCheck } from '../../server/contract/check.ts';
import { doctorReport } from '../../server/contract/doctor.ts';
import * as exceptions from '../../server/contract/exceptions.ts';
import * as mappings from '../../server/contract/mappings.ts';
import { sendOrderAsOperator, showPush } from '../../server/contract/orders.ts';
import { createPairingCode } from '../../server/contract/pairing.ts';
import type { COMMANDS } from './index.ts';
import { PERMISSION_SETS } from './salesforce/permission-sets.ts';

type Commands = typeof COMMANDS;
type ResultOf<Id extends keyof Commands> = Awaited<ReturnType<InstanceType<Commands[Id]>['run']>>;

const FAULTS = ['altered', 'missing', 'repeated', 'moved', 'cut', 'unreadable', 'unknown'] as const;
const fileReport = z.object({
  ok: z.boolean(), orgId: z.string().nullable(), count: z.int(), firstSeq: z.int().nullable(), lastSeq: z.int().nullable(), lastHash: z.string(),
  finding: z.object({ kind: z.enum(FAULTS), seq: z.int().nullable(), line: z.int(), says: z.string() }).nullable(),
});
const exported = z.object({ file: z.string(), count: z.int(), lastSeq: z.int().nullable(), lastHash: z.string() });
const stopped = z.object({ connection: z.string().nullable().describe('null: all connections of the org'), stopped: z.boolean() });
const refusal = z.object({ kind: z.string(), name: z.string(), line: z.number().nullable(), problem: z.string() });
const deployed = z.object({
  org: z.object({ id: z.string(), name: z.string(), sandbox: z.boolean() }), username: z.string(), dryRun: z.boolean(),
  deployment: z.object({ id: z.string(), status: z.string(), components: z.number(), tests: z.number(), refusals: z.array(refusal) }),
  assigned: z.array(z.enum(PERMISSION_SETS)), setupPage: z.string(),
});
const guided = z.object({ orgId: z.string().nullable(), ready: z.boolean(), steps: z.array(z.object({ id: z.string(), done: z.boolean(), says: z.string() })) });
const changes = mappings.diffMapping.reply.shape.changes;

/** What each command gives under `--json`; the type holds every line against what the command returns. */
export const ANSWERS = {
  'audit:export': exported,
  'audit:show': audit.listAudit.reply,
  'audit:verify': fileReport,
  'connection:add': admin.connectionView,
  'connection:list': admin.listConnections.reply,
  'connection:mode': admin.connectionView,
  'connection:remove': admin.removeConnection.reply,
  'connection:resume': stopped,
  'connection:stop': stopped,
  'connection:test': admin.probeConnection.reply.extend({ companyKnown: z.boolean() }),
  deploy: deployed,
  doctor: doctorReport,
  init: guided,
  'mapping:diff': z.object({ changes }),
  'mapping:dry-run': mappings.dryRunMapping.reply,
  'mapping:list': z.object({ rows: z.array(mappings.mappingHead.extend({ connection: z.string() })) }),
  'mapping:pull': mappings.mappingView,
  'mapping:push': mappings.mappingView.extend({ changes }),
  'mapping:validate': mappings.checkMapping.reply,
  'order:certificate': audit.certificate,
  'order:check': orderCheck,
  'order:send': sendOrderAsOperator.reply,
  'order:show': showPush.reply,
  'org:invite': createPairingCode.reply,
  'org:sign-in': admin.orgView,
  'queue:cancel': exceptions.exceptionView,
  'queue:discard': exceptions.exceptionView,
  'queue:edit': exceptions.exceptionView,
  'queue:list': exceptions.listExceptions.reply,
  'queue:refuse': refusePush.reply,
  'queue:release': releasePush.reply,
  'queue:retry': z.object({ retried: z.int() }),
  'queue:show': exceptions.exceptionView,
} satisfies { [Id in keyof Commands]: z.ZodType<ResultOf<Id>> };

/** The answer of a command that went well, as the Salesforce command line wraps it; `status` is its exit code. */
export const answerOf = (id: keyof Commands) => z.object({ status: z.int().describe('exit code'), result: ANSWERS[id], warnings: z.array(z.string()) });
