import type { WireReply } from '../../common/wire.ts';
import { dataPath, type Call, type OrgContext, type Route } from './call.ts';
import { identityUrl } from './auth/oauth.ts';
import { json } from './reply.ts';

export const newestVersion = 66;
const oldestVersion = 31;
/** Version 63 is Spring '25; three releases a year follow in this order. */
const seasons = ['Spring', 'Summer', 'Winter'];

export const resourceRoutes: Route[] = [
  { method: 'GET', pattern: '', answer: listResources },
  { method: 'GET', pattern: 'limits', answer: answerLimits },
  { method: 'GET', pattern: 'limits/recordCount', answer: countRecords },
];

/** `GET /services/data`, open to everybody and without a limit header (salesforce.md §7). */
export function listVersions(): WireReply {
  const versions = Array.from({ length: newestVersion - oldestVersion + 1 }, (_, at) => oldestVersion + at);
  return json(200, versions.map((version) => ({ label: labelOf(version), url: `/services/data/v${version}.0`, version: `${version}.0` })));
}

function labelOf(version: number): string {
  const since = version - 63;
  const season = seasons[((since % 3) + 3) % 3] ?? '';
  const year = 25 + Math.floor(since / 3) + (season === 'Winter' ? 1 : 0);
  return `${season} '${year}`;
}

function listResources(call: Call): WireReply {
  const names = ['tooling', 'metadata', 'composite', 'limits', 'query', 'queryAll', 'sobjects', 'jobs', 'ui-api'];
  const user = call.context.org.users.find((one) => one.id === call.session.userId);
  const paths = names.map((name) => [name, dataPath(call, name)]);
  return json(200, { ...Object.fromEntries(paths), ...(user && { identity: identityUrl(call.context, user) }) });
}

/** The names of a recorded answer, with the figures of a Developer Edition org. */
const dailyLimits: Readonly<Record<string, number>> = {
  AnalyticsExternalDataSizeMB: 40960,
  ConcurrentAsyncGetReportInstances: 200,
  ConcurrentSyncReportRuns: 20,
  DailyAsyncApexExecutions: 250000,
  DailyAsyncApexTests: 500,
  DailyBulkApiBatches: 15000,
  DailyBulkV2QueryFileStorageMB: 976562,
  DailyBulkV2QueryJobs: 10000,
  DailyDeliveredPlatformEvents: 10000,
  DailyStandardVolumePlatformEvents: 10000,
  DailyStreamingApiEvents: 10000,
  DailyWorkflowEmails: 8040,
  DataStorageMB: 5,
  FileStorageMB: 20,
  HourlyAsyncReportRuns: 1200,
  HourlyPublishedPlatformEvents: 50000,
  HourlySyncReportRuns: 500,
  HourlyTimeBasedWorkflow: 50,
  MassEmail: 10,
  SingleEmail: 15,
};

function answerLimits(call: Call): WireReply {
  const { used, limit } = call.context.usage;
  const others = Object.entries(dailyLimits).map(([name, Max]) => [name, { Max, Remaining: Max }]);
  return json(200, { ...Object.fromEntries(others), DailyApiRequests: { Max: limit, Remaining: Math.max(0, limit - used) } });
}

async function countRecords(call: Call): Promise<WireReply> {
  const { org } = call.context;
  const asked = call.request.query.get('sObjects')?.split(',') ?? org.objectNames(call.actor);
  const known = asked.filter((name) => org.describe(name.trim(), call.actor)?.queryable);
  const counts = await Promise.all(known.map(async (name) => ({ count: (await org.query(`SELECT count() FROM ${name.trim()}`, call.actor)).totalSize, name: name.trim() })));
  return json(200, { sObjects: counts });
}

/** Every answer below a version carries the use of the day (salesforce.md §3.3). */
export function limitHeader({ usage }: OrgContext): Record<string, string> {
  return { 'sforce-limit-info': `api-usage=${usage.used}/${usage.limit}` };
}
