import path from 'node:path';
import type * as z from 'zod';
import type { AddressRules } from '../kernel/address.ts';
import type { LogLevel } from '../kernel/log.ts';
import { parseMasterKey, type MasterKey } from '../kernel/secret.ts';
import { keyFileProblem, loadOrCreateKeyFile } from './key-file.ts';
import { settings } from './settings.ts';

export interface Config {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Absolute. */
  dataFolder: string;
  databaseUrl: string | null;
  /** What a Salesforce org's token must name as its audience. */
  audience: string;
  masterKey: MasterKey;
  addressRules: AddressRules;
  pollMs: number;
  callMs: number;
  profile: 'production' | 'development' | 'demo';
  logLevel: LogLevel;
  rates: { perOrgPerSecond: number; perUserPerSecond: number };
  /** Sentences for the log at start. */
  warnings: string[];
}

export type ParsedConfig = { ok: true; config: Config } | { ok: false; problems: string[] };
type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the settings of the process; all problems come together, one sentence each. Creates the key file at the first start. */
export function parseConfig(env: Environment): ParsedConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('CROSSLEDGER_') && value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  const dataFolder = path.resolve(given['CROSSLEDGER_DATA_DIR'] ?? './data');
  const problems = [...(parsed.success ? [] : sentences(parsed.error)), ...masterKeyProblems(given, dataFolder)];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  try {
    return { ok: true, config: configFrom(parsed.data, dataFolder, masterKeyOf(parsed.data), warningsFor(parsed.data, given)) };
  } catch (error) {
    return { ok: false, problems: [error instanceof Error ? error.message : String(error)] };
  }
}

const sentences = (error: z.ZodError): string[] => [...new Set(error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`))];

function masterKeyProblems(given: Environment, dataFolder: string): string[] {
  const text = given['CROSSLEDGER_MASTER_KEY'];
  const file = given['CROSSLEDGER_MASTER_KEY_FILE'];
  if (text !== undefined && file !== undefined) return ['CROSSLEDGER_MASTER_KEY and CROSSLEDGER_MASTER_KEY_FILE are both set; give only one.'];
  if (text !== undefined) return parseMasterKey(text) ? [] : ['CROSSLEDGER_MASTER_KEY must be the base64 text of 32 random bytes.'];
  if (file === undefined) return ['CROSSLEDGER_MASTER_KEY or CROSSLEDGER_MASTER_KEY_FILE is missing: it protects the stored secrets. A key file outside the data folder is created at the first start.'];
  const problem = keyFileProblem(file, dataFolder);
  return problem === null ? [] : [`CROSSLEDGER_MASTER_KEY_FILE ${problem}.`];
}

function masterKeyOf(values: z.output<typeof settings>): MasterKey {
  const key = parseMasterKey(values.CROSSLEDGER_MASTER_KEY ?? loadOrCreateKeyFile(values.CROSSLEDGER_MASTER_KEY_FILE ?? ''));
  if (key === null) throw new Error('CROSSLEDGER_MASTER_KEY_FILE does not hold the base64 text of 32 bytes.');
  return key;
}

function warningsFor(values: z.output<typeof settings>, given: Environment): string[] {
  const warnings = Object.keys(given).filter((name) => !(name in settings.shape)).map((name) => `${name} is not a setting of Crossledger and has no effect.`);
  if (values.CROSSLEDGER_PROFILE === 'production' && values.CROSSLEDGER_DATABASE_URL === null) {
    warnings.push('The embedded store survives a killed process, not a power failure; set CROSSLEDGER_DATABASE_URL for production.');
  }
  return warnings;
}

const configFrom = (values: z.output<typeof settings>, dataFolder: string, masterKey: MasterKey, warnings: string[]): Config => ({
  host: values.CROSSLEDGER_HOST,
  port: values.CROSSLEDGER_PORT,
  dataFolder,
  databaseUrl: values.CROSSLEDGER_DATABASE_URL,
  audience: values.CROSSLEDGER_AUDIENCE,
  masterKey,
  addressRules: { allowedHosts: values.CROSSLEDGER_ALLOWED_HOSTS, allowLoopback: values.CROSSLEDGER_ALLOW_LOOPBACK },
  pollMs: values.CROSSLEDGER_POLL_MS,
  callMs: values.CROSSLEDGER_CALL_MS,
  profile: values.CROSSLEDGER_PROFILE,
  logLevel: values.CROSSLEDGER_LOG_LEVEL,
  rates: { perOrgPerSecond: values.CROSSLEDGER_RATE_PER_ORG, perUserPerSecond: values.CROSSLEDGER_RATE_PER_USER },
  warnings,
});
