import * as z from 'zod';
import { LOG_LEVELS } from '../kernel/log.ts';

/** Where Dynamics, its sign-in and Salesforce live. */
export const DEFAULT_ALLOWED_HOSTS = '*.dynamics.com,login.microsoftonline.com,*.salesforce.com';

const HOST_PATTERN = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const wholeNumber = (minimum: number, maximum: number, fallback: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.string().regex(/^\d+$/, error).transform(Number).pipe(z.int(error).min(minimum, error).max(maximum, error)).default(fallback);
};
const yesOrNo = z.enum(['true', 'false'], 'must be true or false').default('false').transform((text) => text === 'true');

const hostList = z.string().default(DEFAULT_ALLOWED_HOSTS)
  .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()).filter((host) => host !== ''))
  .pipe(z.array(z.string().regex(HOST_PATTERN, 'must be a comma list of host names such as api.example.com or *.example.com')));

/** Every setting of the process, by the name of its environment variable. */
export const settings = z.object({
  CROSSLEDGER_PORT: wholeNumber(0, 65_535, 4281),
  CROSSLEDGER_HOST: z.string().max(255).default('127.0.0.1'),
  CROSSLEDGER_DATA_DIR: z.string().default('./data'),
  CROSSLEDGER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be an address like postgres://user@host:5432/name' }).nullable().default(null),
  CROSSLEDGER_AUDIENCE: z.string('is missing: give the audience that Salesforce orgs put into their tokens').min(1).max(300),
  CROSSLEDGER_MASTER_KEY: z.string().optional(),
  CROSSLEDGER_MASTER_KEY_FILE: z.string().optional(),
  CROSSLEDGER_ALLOWED_HOSTS: hostList,
  CROSSLEDGER_ALLOW_LOOPBACK: yesOrNo,
  CROSSLEDGER_POLL_MS: wholeNumber(100, 3_600_000, 60_000),
  /** Longest wait for one answer of an ERP on the order path; a step whose process died is waited for so long before its settle time begins. */
  CROSSLEDGER_CALL_MS: wholeNumber(1000, 120_000, 25_000),
  CROSSLEDGER_PROFILE: z.enum(['production', 'development', 'demo'], 'must be production, development or demo').default('production'),
  CROSSLEDGER_LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  CROSSLEDGER_RATE_PER_ORG: wholeNumber(1, 1_000_000, 500),
  CROSSLEDGER_RATE_PER_USER: wholeNumber(1, 1_000_000, 50),
});
