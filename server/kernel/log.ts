import { Writable } from 'node:stream';
import winston from 'winston';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const satisfies readonly LogLevel[];

/** Plain values only, so that no body and no secret gets in by handing over an object. */
export interface LogFields {
  requestId?: string | undefined;
  connection?: string | undefined;
  object?: string | undefined;
  key?: string | undefined;
  [name: string]: string | number | boolean | null | undefined;
}

/** One JSON line per outcome at a boundary. `event` is `object.past-tense`. */
export interface Log {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
}

const MAX_TEXT = 2000;
/** C0, DEL, C1, line and paragraph separator, direction marks: what could forge or hide a line on a terminal. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escapeControl = (text: string): string => text.replace(CONTROL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const cut = (value: unknown): unknown => (typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value);

function line(level: string, event: string, fields: LogFields): string {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => [name, cut(value)]);
  return escapeControl(JSON.stringify({ at: new Date().toISOString(), level, event, ...(Object.fromEntries(entries) as LogFields) }));
}

/** Writes to stderr, or to `write` when given. */
export function createLog(options: { level: LogLevel; write?: (line: string) => void }): Log {
  const { write } = options;
  const stream = write === undefined ? process.stderr : new Writable({ write: (chunk: Buffer, _encoding, done) => { write(chunk.toString().trimEnd()); done(); } });
  const logger = winston.createLogger({
    level: options.level,
    format: winston.format.printf((info) => String(info.message)),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  });
  const at = (level: LogLevel) => (event: string, fields: LogFields = {}): void => {
    if (logger.isLevelEnabled(level)) logger.log(level, line(level, event, fields));
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
